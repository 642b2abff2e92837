import type { Source } from '../model/source.ts';

/** Names of the settings that a source's signature, handshakes and replies refer to. */
export const neededSettings = ({ signature, handshakes, replies }: Source): readonly string[] => [
  ...new Set(settingsIn([signature, handshakes, replies])),
];

/** Parsed templates name a setting as a part; addresses of published keys hold it as text. */
function settingsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(/\{setting:([^{}]+)\}/g)].map(([, name = '']) => name);
  }
  if (typeof value !== 'object' || value === null) return [];
  const { kind, name } = value as { readonly kind?: unknown; readonly name?: unknown };
  if (kind === 'setting') return [String(name)];
  return Object.values(value).flatMap(settingsIn);
}
