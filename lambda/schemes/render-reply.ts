import type { KeyObject } from 'node:crypto';
import { digestOf } from '../crypto/hash.ts';
import { hmac } from '../crypto/hmac.ts';
import type { Reply } from '../model/reply.ts';
import type { Computed, ReplyTemplate, ReplyValue } from '../model/reply-template.ts';
import type { TemplatePart } from '../model/template.ts';
import { isChallenge } from './challenge.ts';
import { joined, type RenderContext, render } from './render.ts';
import type { SignedRequest } from './verdict.ts';

interface Answering {
  readonly request: SignedRequest;
  readonly deliveryId: string;
  /** Key of the newest secret, for answers that show we know it. */
  readonly key?: KeyObject;
}

/**
 * The answer that the template describes, or undefined when the request lacks one of its values. A browser never takes it for a page:
 * the content type is fixed and sniffing is off.
 */
export function renderReply(template: ReplyTemplate, answering: Answering): Reply | undefined {
  const { status = 200, contentType = 'text/plain; charset=utf-8', text, json, headers } = template;
  const own = Object.entries(headers ?? {}).map(([name, value]) => [
    name,
    textOf(value, answering),
  ]);
  if (own.some(([, value]) => value === undefined)) return undefined;
  const body = json === undefined ? textOf(text ?? [], answering) : jsonOf(json, answering);
  if (body === undefined) return undefined;
  return {
    status,
    headers: {
      'content-type': json === undefined ? contentType : 'application/json',
      'x-content-type-options': 'nosniff',
      'x-sallyport-id': answering.deliveryId,
      ...Object.fromEntries(own),
    },
    body,
  };
}

function jsonOf(
  json: NonNullable<ReplyTemplate['json']>,
  answering: Answering,
): string | undefined {
  const entries = Object.entries(json).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null ? textOf(value, answering) : value,
  ]);
  if (entries.some(([, value]) => value === undefined)) return undefined;
  return JSON.stringify(Object.fromEntries(entries));
}

function textOf(
  value: ReplyValue<readonly TemplatePart[]>,
  answering: Answering,
): string | undefined {
  return 'of' in value ? computed(value, answering) : rendered(value, answering);
}

function rendered(parts: readonly TemplatePart[], { request }: RenderContext): string | undefined {
  const content = render(parts, { request });
  return content.kind === 'content' ? joined(content.parts) : undefined;
}

function computed(
  { of, apply, prefix = [] }: Computed<readonly TemplatePart[]>,
  answering: Answering,
): string | undefined {
  const text = rendered(of, answering);
  const before = rendered(prefix, answering);
  const { key } = answering;
  if (text === undefined || before === undefined) return undefined;
  if (apply === 'sha256-hex') return before + digestOf('sha256', [text]).toString('hex');
  if (key?.type !== 'secret' || !isChallenge(text)) return undefined;
  const [, algorithm = '', encoding] = apply.split('-');
  return before + hmac(algorithm, key, [text]).toString(encoding === 'hex' ? 'hex' : 'base64');
}
