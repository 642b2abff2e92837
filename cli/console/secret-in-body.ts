import { sha256Hex } from '../../lambda/crypto/hash.ts';
import type { Source } from '../../lambda/model/source.ts';
import type { SecretOwner } from '../../lambda/model/tenant.ts';
import { readSecretVersion } from '../source-secrets.ts';
import type { Target } from '../target.ts';
import type { Body } from './kept-body.ts';

const redacted = Buffer.from('[redacted]');

/**
 * The body without the shared secret that some senders put into it: secrets stay on this side of the console. None where the secret cannot be
 * read here, or was replaced so long ago that nobody knows it.
 */
export async function withoutSecret(
  target: Target,
  owner: SecretOwner | undefined,
  bytes: Uint8Array,
): Promise<Body> {
  if (owner === undefined)
    return hidden(
      'its source is not configured any more, so it may hold a secret that nobody knows',
    );
  if (!carriesSecret(owner) || bytes.byteLength === 0)
    return { kind: 'bytes', bytes, isBlanked: false };
  const tokens = await liveTokens(target, owner);
  if (tokens === undefined)
    return hidden(
      'it holds the shared secret, which these credentials cannot read and so not blank out',
    );
  let left: Buffer = Buffer.from(bytes);
  for (const token of tokens) for (const form of formsOf(token)) left = blanked(left, form);
  return left.equals(bytes)
    ? hidden('it may hold a shared secret that was replaced since')
    : { kind: 'bytes', bytes: left, isBlanked: true };
}

const hidden = (why: string): Body => ({ kind: 'none', why });

const carriesSecret = ({ token }: Source): boolean =>
  token !== undefined && ('json' in token || 'form' in token);

async function liveTokens(
  target: Target,
  owner: SecretOwner,
): Promise<readonly string[] | undefined> {
  try {
    const versions = await Promise.all(
      (['AWSCURRENT', 'AWSPREVIOUS'] as const).map((stage) =>
        readSecretVersion(target, owner, stage),
      ),
    );
    return versions.flatMap((fields) => (fields?.token ? [fields.token] : []));
  } catch {
    return undefined;
  }
}

/** As it stands in JSON, in a form, or plainly. */
const formsOf = (token: string): ReadonlySet<string> =>
  new Set([
    token,
    JSON.stringify(token).slice(1, -1),
    encodeURIComponent(token),
    new URLSearchParams({ token }).toString().slice('token='.length),
    sha256Hex(token),
  ]);

function blanked(body: Buffer, text: string): Buffer {
  const parts: Buffer[] = [];
  const wanted = Buffer.from(text);
  let from = 0;
  for (let at = body.indexOf(wanted); at !== -1; at = body.indexOf(wanted, from)) {
    parts.push(body.subarray(from, at), redacted);
    from = at + wanted.length;
  }
  return Buffer.concat([...parts, body.subarray(from)]);
}
