import type { Handshake, HandshakeRecipe } from '../model/handshake.ts';
import type { Computed, ReplyRecipe, ReplyTemplate, ReplyValue } from '../model/reply-template.ts';
import type { Template, TemplatePart } from '../model/template.ts';
import { parseTemplate } from './parse-template.ts';

type Parts = readonly TemplatePart[];

/**
 * The reply with its templates parsed.
 * @throws TypeError for a template that cannot be: replies stand in presets alone, and a test reads them all.
 */
export function compileReply(recipe: ReplyRecipe): ReplyTemplate {
  const { text, json, headers, ...rest } = recipe;
  const values = <V>(record: Readonly<Record<string, V>>) =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [name, compileValue(value)]));
  return {
    ...rest,
    ...(text !== undefined && { text: compileValue(text) as ReplyValue<Parts> }),
    ...(json && { json: values(json) as NonNullable<ReplyTemplate['json']> }),
    ...(headers && { headers: values(headers) as NonNullable<ReplyTemplate['headers']> }),
  };
}

export const compileHandshake = ({ reply, ...rest }: HandshakeRecipe): Handshake => ({
  ...rest,
  reply: compileReply(reply),
});

function compileValue(value: unknown): ReplyValue<Parts> | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'object' && 'of' in value) {
    const { of, prefix, ...rest } = value as Computed<Template>;
    return { ...rest, of: parsed(of), ...(prefix !== undefined && { prefix: parsed(prefix) }) };
  }
  return parsed(value as Template);
}

function parsed(template: Template): Parts {
  const parts = parseTemplate(template);
  if (typeof parts === 'string') throw new TypeError(parts);
  return parts;
}
