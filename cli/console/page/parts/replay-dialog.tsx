import { useId, useState } from 'preact/hooks';
import { announce } from '../announce.ts';
import { plural } from '../format-amount.ts';
import { failureText } from '../http.ts';
import { type ReplayResult, replay } from '../replay.ts';
import { visible } from '../visible.ts';
import { isWayId, replayNoun } from '../ways.ts';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';
import { ReplayResults, resultSentence } from './replay-results.tsx';

interface ReplayDialogProps {
  readonly ids: readonly string[];
  readonly onClose: () => void;
  /** Something was replayed: what is shown is old. */
  readonly onReplayed: () => void;
}

interface Progress {
  readonly isRunning: boolean;
  readonly results: readonly ReplayResult[];
  readonly error?: string;
}

/** Asks for the reason, has the events handled again and shows what became of each. */
export function ReplayDialog({ ids, onClose, onReplayed }: ReplayDialogProps) {
  const [reason, setReason] = useState('');
  const [progress, setProgress] = useState<Progress>();
  const run = async () => {
    let results = progress?.results ?? [];
    const replayed = new Set(results.map(({ id }) => id));
    const open = ids.filter((id) => !replayed.has(id));
    setProgress({ isRunning: true, results });
    try {
      await replay({ ids: open, reason: reason.trim() }, (some) => {
        results = [...results, ...some];
        setProgress({ isRunning: true, results });
      });
      setProgress({ isRunning: false, results });
      announce(resultSentence(results));
    } catch (failure) {
      const error = failureText(failure) ?? 'it was called off';
      setProgress({ isRunning: false, results, error });
    }
    if (results.length > 0) onReplayed();
  };
  const isFinished = progress !== undefined && !progress.isRunning && progress.error === undefined;
  return (
    <Dialog title={`Replay ${plural(ids.length, replayNoun(ids))}`} onClose={onClose}>
      {isFinished ? (
        <ReplayResults results={progress.results} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Meaning ids={ids} />
          <ReasonField reason={reason} onReason={setReason} />
          {progress?.error !== undefined && (
            <Notice tone="bad" title="The replay did not go through">
              <p role="alert">{visible(progress.error)}</p>
              {progress.results.length > 0 && <p>{resultSentence(progress.results)}</p>}
            </Notice>
          )}
          <div class="dialog-actions">
            <button type="button" onClick={onClose}>
              Cancel
            </button>
            <button
              type="submit"
              class="primary"
              disabled={reason.trim() === '' || progress?.isRunning === true}
            >
              {progress?.isRunning ? 'Replaying…' : 'Replay'}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** What a replay does to events, and to ways to destinations. */
function Meaning({ ids }: { readonly ids: readonly string[] }) {
  const ways = ids.filter(isWayId).length;
  const isOne = ids.length === 1;
  return (
    <p>
      {ways < ids.length && (
        <>
          {isOne ? 'The event goes' : 'Each event goes'} back to the queue and its handler runs
          again, with the same idempotency key as before: what keeps its effects by that key does
          nothing twice.{' '}
        </>
      )}
      {ways > 0 && (
        <>
          {isOne ? 'The event is' : 'Each event whose way failed is'} sent to that destination
          again, with the same ids as before, and to no other; no handler runs for it.{' '}
        </>
      )}
      Your name and the reason are added to {isOne ? 'its history' : 'the history of each'} for
      good.
    </p>
  );
}

interface ReasonFieldProps {
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

function ReasonField({ reason, onReason }: ReasonFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label htmlFor={id}>Reason (required)</label>
      <input
        id={id}
        type="text"
        required
        maxLength={500}
        value={reason}
        autocomplete="off"
        placeholder="the ledger was down"
        onInput={(event) => onReason(event.currentTarget.value)}
      />
    </div>
  );
}
