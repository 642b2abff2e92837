import type { EventIdConfig, SourceConfig } from '../../lambda/config/receiver-config.ts';
import {
  digestAlgorithms,
  type SignatureRecipe,
  signatureEncodings,
  weakAlgorithms,
} from '../../lambda/model/signature-scheme.ts';
import type { TokenRule } from '../../lambda/model/source.ts';
import { placeOf } from './place-text.ts';

/* What the options of `init --yes` say behind `SOURCE=`, each as the keys of a source; a text is what is wrong with it. */

export const allowListOf = (text: string): Pick<SourceConfig, 'allowList'> => ({
  allowList: text === 'published' ? text : text.split(',').map((range) => range.trim()),
});

/** `HEADER[:PREFIX]`, `query:NAME`, `json:PATH`, `form:NAME`, `path` or `basic`. */
export function tokenOf(text: string): Pick<SourceConfig, 'token'> {
  return { token: tokenRuleOf(text) };
}

function tokenRuleOf(text: string): TokenRule {
  if (text === 'path') return { path: true };
  if (text === 'basic') return { header: 'Authorization', as: 'basic' };
  const place = placeOf(text);
  if (place !== undefined) return place;
  const [header = '', ...prefix] = text.split(':');
  return { header, ...(prefix.length > 0 && { prefix: prefix.join(':') }) };
}

/** `HEADER[:ALGORITHM[:ENCODING[:PREFIX]]]` */
export function hmacOf(text: string): Pick<SourceConfig, 'signature'> | string {
  const [header = '', name = 'sha256', form = 'hex', ...rest] = text.split(':');
  const algorithm = digestAlgorithms.find((known) => known === name);
  const encoding = signatureEncodings.find((known) => known === form);
  if (algorithm === undefined)
    return `"${name}" is no algorithm: use one of ${digestAlgorithms.join(', ')}`;
  if (encoding === undefined)
    return `"${form}" is no encoding: use one of ${signatureEncodings.join(', ')}`;
  const prefix = rest.join(':');
  const signature: SignatureRecipe = {
    kind: 'hmac',
    algorithm,
    header,
    encoding,
    ...(prefix !== '' && { format: { prefix } }),
    ...(weakAlgorithms.includes(algorithm) && { allowWeakAlgorithm: true }),
  };
  return { signature };
}

export function eventIdOf(text: string): Pick<SourceConfig, 'eventId'> | string {
  const eventId: EventIdConfig | undefined = text === 'none' ? text : placeOf(text);
  return eventId === undefined ? `"${text}" is no place: ${places}, or none` : { eventId };
}

export function eventTypeOf(text: string): Pick<SourceConfig, 'eventType'> | string {
  const eventType = placeOf(text);
  return eventType === undefined ? `"${text}" is no place: ${places}` : { eventType };
}

export const publicUrlOf = (publicUrl: string): Pick<SourceConfig, 'publicUrl'> => ({ publicUrl });

const places = 'use json:PATH, header:NAME, query:NAME or form:NAME';
