import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { freshSigningSecret } from '../../cli/sample-keys.ts';
import { sampleRequest } from '../../cli/sample-request.ts';
import { canTamper } from '../../cli/tamper.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { receive } from '../../lambda/ingress/receive.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import type { SecretFields } from '../../lambda/model/secret-value.ts';
import { ingressFor, outcomeOf, type PresetCase, presetCase } from '../support/preset-cases.ts';
import { publicUrl } from '../support/preset-config.ts';
import { messaging } from './packages/messaging.ts';
import { payments } from './packages/payments.ts';
import { services } from './packages/services.ts';
import { standardWebhooks } from './packages/standard-webhooks.ts';
import type { Sent, Shown, VendorProof } from './vendor-proof.ts';

/*
 * Runs every preset that has a package of its vendor's against that package, both ways where it can do both, and prints one JSON line each.
 * A process of its own: the packages are of every kind, and the test runner's module system is none of theirs.
 */

const proofs: Readonly<Record<string, VendorProof>> = {
  ...payments,
  ...messaging,
  ...services,
  ...standardWebhooks,
};

const manifest: { devDependencies: Record<string, string>; dependencies: Record<string, string> } =
  JSON.parse(readFileSync('package.json', 'utf8'));
const versions = { ...manifest.devDependencies, ...manifest.dependencies };

interface Outcome {
  readonly sign?: string;
  readonly signAltered?: string;
  readonly verify?: string;
  readonly verifyAltered?: string;
}

async function prove(id: string, proof: VendorProof): Promise<Outcome> {
  const preset = presets.get(id);
  if (preset === undefined) throw new Error(`"${id}" is no preset`);
  const one = presetCase(preset, proof.settings);
  const { signature, token } = one.source;
  const secrets: SecretFields = {
    ...(signature && { signing: proof.signing ?? freshSigningSecret(signature) }),
    ...(token && { token: proof.token ?? 'user:a-token-of-enough-letters' }),
  };
  return {
    ...(proof.sign && (await proveSign(one, proof.sign, secrets))),
    ...(proof.verify && (await proveVerify(one, proof.verify, secrets))),
  };
}

/** What the vendor signs, we accept; with another body we do not. */
async function proveSign(
  one: PresetCase,
  sign: NonNullable<VendorProof['sign']>,
  secrets: SecretFields,
): Promise<Outcome> {
  const nowMs = Date.now();
  const asked = { nowMs, url: publicUrl, body: '{"id":"evt_1","type":"sample","amount":10.50}' };
  const sent = await sign({ ...asked, secret: secrets.signing ?? secrets.token ?? '' });
  const body = sent.body ?? asked.body;
  const raw = (text: string, by: Sent = sent): RawRequest => ({
    routeSourceId: 'it',
    ...(one.source.token && 'path' in one.source.token && { pathToken: secrets.token ?? '' }),
    method: 'POST',
    headers: Object.entries(by.headers),
    query: Object.entries(by.query ?? {}),
    body: { text, base64: false },
    peerIp: one.source.allowList?.[0]?.split('/')[0] ?? '192.0.2.1',
  });
  const judge = async (request: RawRequest) => {
    const ingress = ingressFor(one, { current: secrets });
    ingress.clock.advance(nowMs - ingress.clock.nowMs());
    return outcomeOf(await receive(request, ingress));
  };
  // Where the signature covers nothing of the body, another secret is what must show.
  const altered = async (): Promise<RawRequest> => {
    if (alteration(one) === 'tampered')
      return raw(body.replace(/\d(?=\D*$)/, (digit) => String(9 - Number(digit))));
    const forged = await sign({ ...asked, secret: 'another-secret-of-enough-letters' });
    return raw(forged.body ?? asked.body, forged);
  };
  return {
    sign: await judge(raw(body)),
    signAltered: await judge(await altered()),
  };
}

/** What the package must notice: a change of what is signed, where that is part of the event. */
const alteration = ({ source }: PresetCase): 'tampered' | 'wrong-key' =>
  source.signature !== undefined && canTamper(source.signature) ? 'tampered' : 'wrong-key';

/** What we sign, the vendor's package accepts; with another body or under another secret it does not. */
async function proveVerify(
  one: PresetCase,
  verify: NonNullable<VendorProof['verify']>,
  secrets: SecretFields,
): Promise<Outcome> {
  const options = { nowMs: Date.now(), secrets, claimAddress: false };
  const shown = async (fault?: 'tampered' | 'wrong-key'): Promise<Shown> => {
    const sample = await sampleRequest(one.source, { ...options, ...(fault && { fault }) });
    return {
      secret: publicOf(secrets.signing ?? secrets.token ?? ''),
      method: sample.method,
      url: `${publicUrl}${sample.suffix}`,
      headers: sample.headers,
      body: Buffer.from(sample.body).toString('utf8'),
    };
  };
  return {
    verify: await verdict(verify, await shown()),
    verifyAltered: await verdict(verify, await shown(alteration(one))),
  };
}

async function verdict(
  verify: NonNullable<VendorProof['verify']>,
  request: Shown,
): Promise<string> {
  try {
    return (await verify(request)) === false ? 'refused' : 'accepted';
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`.slice(0, 200);
  }
}

const publicOf = (text: string): string =>
  text.includes('PRIVATE KEY')
    ? String(createPublicKey(text).export({ format: 'pem', type: 'spki' }))
    : text;

const asked = process.argv.slice(2);
for (const [id, proof] of Object.entries(proofs)) {
  if (asked.length > 0 && !asked.includes(id)) continue;
  const outcome = await prove(id, proof).catch((error: Error) => ({ error: error.message }));
  const version = versions[proof.package] ?? 'not installed';
  process.stdout.write(
    `${JSON.stringify({ preset: id, package: `${proof.package}@${version}`, ...outcome })}\n`,
  );
}
process.exit(0);
