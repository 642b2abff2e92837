import type { DeliveredEvent } from './handler.ts';

/*
 * An event as CloudEvents 1.0 has it: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md, with the JSON format, the binary
 * form of HTTP and the extension `dataref` beside it (2026-11-24).
 */

/** Attributes by name, the extensions among them. */
type Attributes = Readonly<Record<string, string>>;

/** Longest type: longer ones are cut, which is better than not to send. */
const maxTypeLength = 256;
/** Longest event id; a longer one is left out, as half an id is none. */
const maxSubjectLength = 1024;

/** The event as a CloudEvent in JSON; `maxBytes` is what its way carries. Beyond it the data is left out and named: `dataref` is the id of the record. */
export function cloudEventJson(event: DeliveredEvent, stage: string, maxBytes: number): string {
  const attributes = attributesOf(event, stage);
  const data = dataOf(event);
  const whole = messageOf({ ...attributes, ...data?.attributes }, data?.member);
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  return messageOf({ ...attributes, ...data?.attributes, dataref: event.recordId });
}

/** The attributes of the event as headers of a request whose body is the received one, byte by byte. */
export function cloudEventHeaders(event: DeliveredEvent, stage: string): Attributes {
  const named = Object.entries(attributesOf(event, stage)).map(
    ([name, value]) => [`ce-${name}`, headerText(value)] as const,
  );
  const contentType = contentTypeOf(event) ?? (event.body.byteLength > 0 ? untyped : undefined);
  return { ...(contentType && { 'content-type': contentType }), ...Object.fromEntries(named) };
}

export const eventTypeOf = ({ eventType }: DeliveredEvent): string =>
  clean(eventType ?? 'webhook.received').slice(0, maxTypeLength) || 'webhook.received';

function attributesOf(event: DeliveredEvent, stage: string): Attributes {
  const { recordId, source, eventId, receivedAt, callback, tenant } = event;
  const optional = {
    subject: eventId !== undefined && eventId.length <= maxSubjectLength ? eventId : undefined,
    idempotencykey: event.idempotencyKey,
    strength: event.strength,
    provider: event.provider,
    tenant,
    callbackref: callback?.ref,
    callbackdata: callback?.data === undefined ? undefined : JSON.stringify(callback.data),
  };
  const present = Object.entries(optional).filter(([, text]) => text !== undefined && text !== '');
  return {
    specversion: '1.0',
    id: recordId,
    source: `/sallyport/${stage}/${source}`,
    type: eventTypeOf(event),
    time: receivedAt,
    ...Object.fromEntries(present.map(([name, text = '']) => [name, clean(text)])),
  };
}

/** No attribute may hold control characters or halves of characters. */
const clean = (text: string): string => text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');

interface Data {
  readonly attributes: Attributes;
  /** The member of the JSON object: JSON text as it was received, so that no number loses a digit. */
  readonly member: string;
}

function dataOf(event: DeliveredEvent): Data | undefined {
  if (event.body.byteLength === 0) return undefined;
  const datacontenttype = contentTypeOf(event);
  const text = jsonText(event.body, datacontenttype);
  if (text !== undefined) {
    const isNamed = datacontenttype !== undefined && isJsonType(datacontenttype);
    return {
      attributes: { datacontenttype: isNamed ? datacontenttype : 'application/json' },
      member: `"data":${text}`,
    };
  }
  return {
    attributes: { datacontenttype: datacontenttype ?? untyped },
    member: `"data_base64":"${Buffer.from(event.body).toString('base64')}"`,
  };
}

function messageOf(attributes: Attributes, member?: string): string {
  const head = JSON.stringify(attributes).slice(0, -1);
  return readableEverywhere(`${head}${member === undefined ? '' : `,${member}`}}`);
}

/** Two characters that JSON admits and SQS does not; inside JSON they stand in texts alone, where they may be written so. */
const readableEverywhere = (json: string): string =>
  json.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** The body as JSON text; undefined where it is none. A bare number or word counts only where the sender says that it is JSON. */
function jsonText(body: Uint8Array, contentType: string | undefined): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const isMeant = contentType === undefined || isJsonType(contentType);
    if (!isMeant && !/^\s*[[{]/.test(text)) return undefined;
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

const untyped = 'application/octet-stream';

const isJsonType = (contentType: string): boolean => /^[^;]*[/+]json\s*(?:;|$)/i.test(contentType);

/** The sender's content type, where it is one. */
function contentTypeOf({ headers }: DeliveredEvent): string | undefined {
  const text = headers['content-type'] ?? '';
  const isOne = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+[ -~]*$/.test(text);
  return isOne && text.length <= maxTypeLength ? text : undefined;
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md section 3.1.3.2 */
const headerText = (text: string): string =>
  text.replace(/[^!-~]|["%]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
