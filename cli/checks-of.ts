import { checksTime } from '../lambda/model/signature-coverage.ts';
import type { Source } from '../lambda/model/source.ts';

/** The checks that a source makes, by the names that its records give them. */
export const checksOf = ({ allowList, callbacks, token, signature }: Source): readonly string[] => [
  ...(allowList === undefined ? [] : ['source-ip']),
  ...(callbacks === undefined ? [] : ['callback']),
  ...(token === undefined ? [] : ['token']),
  ...(signature === undefined ? [] : ['signature']),
  ...(signature && checksTime(signature) ? ['freshness'] : []),
];
