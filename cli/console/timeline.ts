import type { AuditRecord, HistoryEntry } from '../../lambda/model/audit-record.ts';
import type { TimelineStep } from './page/api.ts';

/** What happened to a delivery, oldest first: received, waiting, each attempt and the pause behind it, settled. */
export function timelineOf(record: AuditRecord): readonly TimelineStep[] {
  const { receivedAt, status, history = [] } = record;
  const received: TimelineStep = {
    what: 'received',
    label: receivedLabel(record),
    at: receivedAt,
    tone: status === 'rejected' || status === 'conflict' ? 'bad' : 'neutral',
  };
  const steps = [received];
  let endedAt = receivedAt;
  let waitsFor: 'queue' | 'pause' = 'queue';
  for (const entry of history) {
    if (entry.what === 'attempt') steps.push(waiting(waitsFor, endedAt, entry.startedAt));
    steps.push(stepOf(entry));
    endedAt = entry.at;
    waitsFor = entry.what === 'replay' ? 'queue' : 'pause';
  }
  return [...steps, ...lastSteps(record, endedAt, waitsFor)];
}

function receivedLabel({ status, reason, outcome, origin, destination }: AuditRecord): string {
  if (destination !== undefined) return 'its event was received';
  switch (status) {
    case 'rejected':
      return `received and refused: ${reason}`;
    case 'duplicate':
      return 'received again; the event was known';
    case 'conflict':
      return 'received with another body than the first time';
    default:
      if (outcome === 'handshake') return 'received a handshake and answered it';
      return originLabel(origin);
  }
}

function originLabel(origin: AuditRecord['origin']): string {
  switch (origin) {
    case undefined:
      return 'received and recorded';
    case 'provider-api':
      return 'fetched from the provider';
    case 'expiry':
      return 'no answer came in time: recorded as an event';
    default:
      return origin satisfies never;
  }
}

const msBetween = (from: string, to: string): number =>
  Math.max(0, Date.parse(to) - Date.parse(from));

const waiting = (what: 'queue' | 'pause', from: string, to: string): TimelineStep => ({
  what,
  label: what === 'queue' ? 'in the queue' : 'pause before the next attempt',
  at: from,
  durationMs: msBetween(from, to),
  tone: 'neutral',
});

function stepOf(entry: HistoryEntry): TimelineStep {
  switch (entry.what) {
    case 'attempt':
      return {
        what: 'attempt',
        label: `attempt ${entry.attempt}: ${entry.outcome}`,
        at: entry.startedAt,
        durationMs: msBetween(entry.startedAt, entry.at),
        tone: entry.error === undefined ? 'good' : 'bad',
        ...(entry.error === undefined ? {} : { note: entry.error }),
      };
    case 'given-up':
      return {
        what: 'given-up',
        label: 'given up: its workers died',
        at: entry.at,
        tone: 'bad',
        note: entry.error,
      };
    case 'replay':
    case 'body-erased':
      return {
        what: entry.what,
        label: `${entry.what === 'replay' ? 'replayed' : 'body erased'} by ${entry.by}`,
        at: entry.at,
        tone: 'neutral',
        note: entry.reason,
      };
  }
}

function lastSteps(
  { status, settledAt, outcome, destination }: AuditRecord,
  endedAt: string,
  waitsFor: 'queue' | 'pause',
): readonly TimelineStep[] {
  if (status === 'received')
    return [
      {
        what: waitsFor,
        label: waitsFor === 'queue' ? 'in the queue' : 'waiting for the next attempt',
        at: endedAt,
        tone: 'neutral',
      },
    ];
  if (status === 'processing')
    return [
      {
        what: 'attempt',
        label: destination === undefined ? 'the handler is running' : 'it is being sent',
        at: endedAt,
        tone: 'neutral',
      },
    ];
  if (settledAt === undefined || outcome === 'handshake') return [];
  const label = status === 'failed' ? 'failed' : `done: ${outcome}`;
  return [{ what: 'settled', label, at: settledAt, tone: status === 'failed' ? 'bad' : 'good' }];
}
