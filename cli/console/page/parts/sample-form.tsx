import { useId, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import type { SampleFault, SampleReply, SampleWish, SourceView } from '../api.ts';
import { failureText, postJson } from '../http.ts';
import { readOnlyText, useMayWrite } from '../receiver.ts';
import { Choices } from './choices.tsx';
import { Trouble } from './loaded-view.tsx';
import { SampleResult } from './sample-result.tsx';

const faultNames: Readonly<Record<SampleFault, string>> = {
  tampered: 'Tampered',
  stale: 'Stale',
  'wrong-key': 'Wrong key',
  unsigned: 'Unsigned',
  duplicate: 'Duplicate',
  oversize: 'Oversize',
};

type Sent =
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly fault: string; readonly reply: SampleReply }
  | { readonly kind: 'failed'; readonly error: string };

/** Sends the source a sample as its provider would, or one with a fault, and shows what the receiver made of it. */
export function SampleForm({ source }: { readonly source: SourceView }) {
  const id = useId();
  const mayWrite = useMayWrite();
  const [tenant, setTenant] = useState('');
  const [type, setType] = useState('');
  const [eventId, setEventId] = useState('');
  const [sent, setSent] = useState<Sent>();
  const [last, setLast] = useState<SampleFault>();
  const send = async (fault?: SampleFault) => {
    setLast(fault);
    setSent({ kind: 'running' });
    const wish: SampleWish = {
      source: source.id,
      ...(tenant.trim() && { tenant: tenant.trim() }),
      ...(fault && { fault }),
      ...(type.trim() && { type: type.trim() }),
      ...(eventId.trim() && { id: eventId.trim() }),
    };
    try {
      const reply = await postJson<SampleReply>('/api/samples', wish);
      setSent({ kind: 'answered', fault: fault ? faultNames[fault] : 'Genuine', reply });
      announce(reply.isAsExpected ? 'answered as expected' : 'not answered as expected');
    } catch (failure) {
      setSent({ kind: 'failed', error: failureText(failure) ?? 'it was called off' });
    }
  };
  const isOff = !mayWrite || sent?.kind === 'running';
  return (
    <fieldset class="sample">
      <legend>Send a sample</legend>
      <p class="hint">
        A test webhook to this source, signed as its provider signs. A genuine one is accepted and
        handled like any other; one with a fault must not be accepted as new.
        {source.takesCallbacks && ' A callback is minted for each, which nobody waits for.'}
      </p>
      <div class="sample-fields">
        {source.tenants !== undefined && (
          <SampleField
            id={`${id}-tenant`}
            label="Tenant (the first unless given)"
            choices={source.tenants.names}
            onValue={setTenant}
          />
        )}
        <SampleField id={`${id}-type`} label="Event type (optional)" onValue={setType} />
        <SampleField id={`${id}-id`} label="Event id (optional)" onValue={setEventId} />
      </div>
      <div class="sample-buttons">
        <button type="button" class="primary" disabled={isOff} onClick={() => void send()}>
          Genuine
        </button>
        {source.faults.map((fault) => (
          <button type="button" key={fault} disabled={isOff} onClick={() => void send(fault)}>
            {faultNames[fault]}
          </button>
        ))}
        {mayWrite === false && <span class="why-not">{readOnlyText}</span>}
      </div>
      {sent?.kind === 'running' && <p class="loading">Sending…</p>}
      {sent?.kind === 'failed' && <Trouble error={sent.error} retry={() => void send(last)} />}
      {sent?.kind === 'answered' && <SampleResult name={sent.fault} reply={sent.reply} />}
    </fieldset>
  );
}

interface SampleFieldProps {
  readonly id: string;
  readonly label: string;
  /** Offered, and not all that there can be. */
  readonly choices?: readonly string[];
  readonly onValue: (value: string) => void;
}

const SampleField = ({ id, label, choices = [], onValue }: SampleFieldProps) => (
  <div class="field">
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      type="text"
      autocomplete="off"
      spellcheck={false}
      list={choices.length > 0 ? `${id}-choices` : undefined}
      onInput={(event) => onValue(event.currentTarget.value)}
    />
    {choices.length > 0 && <Choices id={`${id}-choices`} values={choices} />}
  </div>
);
