import type { SourceView } from './api.ts';

/** What the list of sources can be narrowed to, and its name. */
export const sourceKinds = [
  ['all', 'all'],
  ['attention', 'needs attention'],
  ['unseen', 'never seen'],
] as const;
export type SourceKind = (typeof sourceKinds)[number][0];

/** Whether somebody should look after this source. */
const needsAttention = ({ isSilent, secret }: SourceView): boolean =>
  isSilent || secret.state === 'not-set' || secret.state === 'unreadable';

export function isOfKind(source: SourceView, kind: SourceKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'attention':
      return needsAttention(source);
    case 'unseen':
      return source.lastSeenAt === undefined;
    default:
      return kind satisfies never;
  }
}
