import { readFile } from 'node:fs/promises';
import type { GoldenVector } from '../../lambda/config/prove-recipe.ts';
import { vectorSchema } from '../../lambda/config/schema.ts';
import type { SignatureRecipe } from '../../lambda/model/signature-scheme.ts';
import { type CapturedRequest, readCapturedRequest } from '../captured-request.ts';
import { UsageError } from '../failure.ts';
import type { Asker } from './asker.ts';
import { allowedBy } from './schema-problem.ts';
import { signedAt } from './signed-at.ts';
import { wrapped } from './wrap-text.ts';

const why = `
${wrapped(
  'A recipe that goes beyond an HMAC over the body can be wrong in ways that nobody sees until an event is lost. So the configuration holds one request that the sender really made, and loading it tries the recipe on it.',
)}
`;

/** Says why a request is asked for, and asks whether there is one. */
export function askForRequest(asker: Asker): Promise<boolean> {
  asker.say(why);
  return asker.confirm('Do you have such a request in a file?', { default: true });
}

/** Asks for a request that the sender really made, and the key to it. */
export async function askVector(asker: Asker, signature: SignatureRecipe): Promise<GoldenVector> {
  const file = await asker.text('Which file? (an HTTP message, or JSON)', {
    default: 'request.http',
    problem: (name) => problemOf(readCapturedRequest(name)),
  });
  const { captured, request } = await readCapturedRequest(file);
  const secret = await askKey(asker, signature);
  const isTimed = 'timestamp' in signature && signature.timestamp !== undefined;
  const at = isTimed
    ? { at: await askTime(asker, await signedAt(signature, request, secret)) }
    : {};
  return { secret, ...at, ...partsOf(captured, signature) };
}

async function askKey(asker: Asker, { kind }: SignatureRecipe): Promise<string> {
  if (kind === 'hmac') {
    return asker.text('The secret it was signed with (a retired one: the file will show it):', {
      keepSpace: true,
      problem: (text) => (text === '' ? 'the secret is empty: paste it whole' : undefined),
    });
  }
  const read = (name: string) =>
    readFile(name, 'utf8').catch(() => {
      throw new UsageError(`${name}: cannot be read: name the file with the public key`);
    });
  const file = await asker.text('Which file holds the public key?', {
    default: 'key.pem',
    problem: (name) => problemOf(read(name)),
  });
  return (await read(file)).trim();
}

/** A request that does not verify will be refused for that; its time does not matter. */
const askTime = async (asker: Asker, instant: Date | undefined): Promise<string> =>
  instant === undefined
    ? new Date().toISOString()
    : asker.text('When was it made? (its own time, unless you know better)', {
        default: instant.toISOString(),
        ...allowedBy(vectorSchema.entries.at),
      });

async function problemOf(reading: Promise<unknown>): Promise<string | undefined> {
  try {
    await reading;
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** What the recipe looks at. Other headers stay out: a captured request may carry credentials. */
function partsOf(
  { method, headers, body, base64, url }: CapturedRequest['captured'],
  signature: SignatureRecipe,
): Omit<GoldenVector, 'secret' | 'at'> {
  const recipe = JSON.stringify(signature).toLowerCase();
  const isNamed = (name: string) =>
    [`"${name}"`, `header:${name}`].some((text) => recipe.includes(text.toLowerCase()));
  const bytes = Buffer.from(body, base64 ? 'base64' : 'utf8');
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text).equals(bytes);
  return {
    ...(method !== 'POST' && { method }),
    ...(url !== undefined && { url }),
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => isNamed(name))),
    ...(isText ? { body: text } : { body: bytes.toString('base64'), base64: true }),
  };
}
