import { completeSource } from '../../lambda/config/complete-source.ts';
import { neededSettings } from '../../lambda/config/needed-settings.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { needsUrl } from '../../lambda/model/signature-coverage.ts';
import { alternatives } from '../../lambda/model/signature-scheme.ts';
import { type Source, strengthOf } from '../../lambda/model/source.ts';

const strengths = {
  signed: 'signed',
  token: 'proves the sender, not the content',
  address: 'proves the address alone',
} as const;

/** What one has to know of a preset before choosing it, in two lines. */
export function describePreset(preset: Preset): string {
  const source = sourceOfPreset(preset);
  const needs = [
    ...(signsUrl(source) ? ['publicUrl'] : []),
    ...neededSettings(source).map((name) => `setting ${name}`),
  ];
  const facts = [
    checksOf(source),
    strengths[strengthOf(source)],
    ...(preset.confidence === 'medium' ? ['medium confidence'] : []),
    ...(needs.length > 0 ? [`needs ${needs.join(', ')}`] : []),
  ];
  return `${facts.join(' · ')}\n${preset.docs.url}`;
}

/** The source that a preset makes when nothing is added to it. */
export const sourceOfPreset = (preset: Preset): Source =>
  completeSource(preset.id, { provider: preset.id }, preset);

/** Whether the address that the sender was given is part of what it signs. */
export const signsUrl = ({ signature }: Source): boolean =>
  signature !== undefined && needsUrl(signature);

function checksOf({ allowList, token, signature }: Source): string {
  const kinds = signature ? alternatives(signature).map(({ kind }) => kind) : [];
  return [
    ...(allowList ? ['addresses'] : []),
    ...(token ? ['shared secret'] : []),
    ...[...new Set(kinds)].map((kind) => `signature (${kind})`),
  ].join(' + ');
}
