import type { StoredVersion } from '../../cli/source-secrets.ts';
import { isStillLive } from '../../cli/verify/live-secrets.ts';
import type { SecretLabel } from '../../lambda/model/delivery.ts';

/* Which version of a secret verified a record is told from when versions were stored. */

const hour = 3_600_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const at = (hours: number): string => new Date(start + hours * hour).toISOString();

type Planted = readonly [hours: number | undefined, stage?: StoredVersion['stage']];
const versionsOf = (planted: readonly Planted[]): readonly StoredVersion[] =>
  planted.map(([hours, stage], number) => ({
    versionId: String(number),
    ...(stage && { stage }),
    ...(hours === undefined ? {} : { createdAt: new Date(start + hours * hour) }),
  }));

const once: readonly Planted[] = [[0, 'AWSCURRENT']];
const twice: readonly Planted[] = [
  [0, 'AWSPREVIOUS'],
  [100, 'AWSCURRENT'],
];
const ended: readonly Planted[] = [[0], [100, 'AWSCURRENT']];
const thrice: readonly Planted[] = [[0], [100, 'AWSPREVIOUS'], [200, 'AWSCURRENT']];

test.each<[string, readonly Planted[], SecretLabel | undefined, number, boolean]>([
  ['the only version there was', once, 'current', 0.1, true],
  ['the only version there was, as the previous one', once, 'previous', 1, false],
  ['none: the secret is younger', once, 'current', -1, false],
  ['the one before, then current', twice, 'current', 50, true],
  ['either, just after the rotation', twice, 'current', 100.5, true],
  ['the one before, as the previous one', twice, 'previous', 150, true],
  ['one before the first', twice, 'previous', 50, false],
  ['one that was ended', ended, 'current', 50, false],
  ['perhaps one that was ended', ended, 'current', 100.5, false],
  ['the one that is left', ended, 'current', 102, true],
  ['one that was pushed out', thrice, 'current', 50, false],
  ['perhaps one that was pushed out', thrice, 'current', 100.5, false],
  ['one that was pushed out, as the previous one', thrice, 'previous', 150, false],
  ['the one before, as the current one', thrice, 'current', 150, true],
  ['the one before, as the previous one', thrice, 'previous', 250, true],
  ['nobody knows which', twice, undefined, 50, false],
  [
    'nobody knows when',
    [
      [undefined, 'AWSPREVIOUS'],
      [100, 'AWSCURRENT'],
    ],
    'current',
    150,
    false,
  ],
  [
    'stages were moved by hand',
    [
      [0, 'AWSCURRENT'],
      [100, 'AWSPREVIOUS'],
    ],
    'current',
    150,
    false,
  ],
  ['there is no secret', [], 'current', 1, false],
])('%s', (_which, planted, secretVersion, hours, isLive) => {
  const record = { receivedAt: at(hours), ...(secretVersion && { secretVersion }) };
  expect(isStillLive(record, versionsOf(planted))).toBe(isLive);
});
