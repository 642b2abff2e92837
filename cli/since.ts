import { InvalidArgumentError } from 'commander';
import { decodeTime, encodeTime } from 'ulid';
import { toIso } from '../lambda/model/time.ts';

const unitMs: Readonly<Record<string, number>> = { s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 };

/** Lowest delivery id of a time given as `15m`, `2h`, `7d` before now, or as an ISO 8601 instant. */
export function parseSince(text: string, nowMs: number): string {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  const instant =
    count === undefined ? Date.parse(text) : nowMs - Number(count) * (unitMs[unit] ?? 0);
  if (!Number.isFinite(instant) || instant < 0) {
    throw new InvalidArgumentError(
      `"${text}" is no time: use 15m, 2h, 7d or 2026-11-23T10:00:00Z.`,
    );
  }
  return encodeTime(instant, 10);
}

/** The instant of an id, or of the beginning of one that `parseSince` gives. ISO 8601, UTC. */
export const instantOf = (id: string): string => toIso(decodeTime(id.padEnd(26, '0')));
