import { freshSigningSecret } from '../../cli/sample-keys.ts';
import { type SampleOptions, sampleRequest } from '../../cli/sample-request.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { Receipt } from '../../lambda/ingress/receive.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import { alternatives, fetchedKeyOf } from '../../lambda/model/signature-scheme.ts';
import type { Source } from '../../lambda/model/source.ts';
import { testNowMs } from './clock.ts';
import { type TestIngress, testIngress } from './ingress-fakes.ts';
import { configFor, publicUrl } from './preset-config.ts';

/** A source configured for a preset, with secrets for it, and a second set that must not be accepted. */
export interface PresetCase {
  readonly id: string;
  readonly config: object;
  readonly source: Source;
  readonly secrets: SecretFields;
  readonly others: SecretFields;
}

/** Key pairs take time to make: two of each kind serve all presets. */
const keyPairs = new Map<string, string>();

function secretsFor({ signature, token }: Source, which: 'first' | 'second'): SecretFields {
  const secret = (scheme: NonNullable<typeof signature>): string => {
    const [one] = alternatives(scheme);
    const algorithm = one && 'algorithms' in one ? one.algorithms.join() : '';
    const algorithmOfHttp = one?.kind === 'http-message-signature' ? one.algorithm : '';
    const form = JSON.stringify(one && 'key' in one ? 'stored' in one.key : one);
    const kind = `${which} ${one?.kind} ${algorithm} ${algorithmOfHttp} ${form}`;
    const known = keyPairs.get(kind) ?? freshSigningSecret(scheme);
    keyPairs.set(kind, known);
    return known;
  };
  return {
    ...(signature && { signing: secret(signature) }),
    ...(token && { token: `${which}-user:${which}-token-of-thirty-two-letters` }),
  };
}

/** A source as it is configured, with secrets of its kind. */
export function caseOf(id: string, config: object): PresetCase {
  const [source] = readConfig({ sources: { it: config } }, presets);
  if (source === undefined) throw new Error('the configuration gave no source');
  const handshakeToken = source.handshakes?.some(({ proof }) => typeof proof === 'object')
    ? { token: 'handshake-token' }
    : {};
  return {
    id,
    config,
    source,
    secrets: { ...secretsFor(source, 'first'), ...handshakeToken },
    others: { ...secretsFor(source, 'second'), ...handshakeToken },
  };
}

/** `settings` replace the sample values of those that the preset asks for. */
export const presetCase = (
  preset: Preset,
  settings?: Readonly<Record<string, string>>,
): PresetCase => caseOf(preset.id, { ...configFor(preset), ...(settings && { settings }) });

export const presetCases: readonly PresetCase[] = [...presets].map((preset) => presetCase(preset));

/** The cases, and one more for each further alternative of a sender that signs in several ways: samples use the first. */
export const everyAlternative: readonly PresetCase[] = presetCases.flatMap((one) => {
  const { signature } = one.source;
  if (signature?.kind !== 'any') return [one];
  return signature.of.map((first, at) => {
    const of = [first, ...signature.of.filter((other) => other !== first)];
    const source: Source = { ...one.source, signature: { kind: 'any', of } };
    return { ...one, id: at === 0 ? one.id : `${one.id}/${at + 1}`, source };
  });
});

/** What a receiver of the case stores: public keys where the sender keeps the private one. */
export function ingressFor(
  one: PresetCase,
  stored: { readonly current: SecretFields; readonly previous?: SecretFields } = {
    current: one.secrets,
  },
): TestIngress {
  const { signature } = one.source;
  const published = signature && fetchedKeyOf(signature) ? (stored.current.signing ?? '') : '';
  const ingress = testIngress({ it: one.config }, { it: stored }, published);
  return Object.assign(ingress, { sources: new Map([['it', one.source]]) });
}

/** A sample of the case as API Gateway hands it over. */
export async function rawSample(
  one: PresetCase,
  options: Partial<SampleOptions> = {},
): Promise<RawRequest> {
  const sample = await sampleRequest(one.source, {
    nowMs: testNowMs,
    secrets: one.secrets,
    claimAddress: true,
    ...options,
  });
  const url = new URL(`${publicUrl}${sample.suffix}`);
  const pathToken = decodeURIComponent(url.pathname.split('/')[3] ?? '');
  return {
    routeSourceId: 'it',
    ...(pathToken === '' ? {} : { pathToken }),
    method: sample.method,
    headers: Object.entries(sample.headers),
    query: [...url.searchParams],
    body: { text: Buffer.from(sample.body).toString('base64'), base64: true },
    peerIp: sample.headers['x-forwarded-for'] ?? '192.0.2.1',
  };
}

export const outcomeOf = ({ reached }: Receipt): string => {
  if (reached.stage === 'rejected') return reached.reason;
  return reached.stage === 'answered' ? 'handshake' : 'accepted';
};
