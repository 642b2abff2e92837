import type { AuditRecord } from '../../../lambda/model/audit-record.ts';
import { plural } from './format-amount.ts';

/** What the status of this record means, in a sentence. */
export function statusSentence(record: AuditRecord): string {
  const { status, attempts, outcome, reason, destination } = record;
  if (destination !== undefined) return waySentence(record);
  switch (status) {
    case 'received':
      return attempts === 0
        ? 'Accepted and durable; it waits for the worker.'
        : `It waits for its next attempt, after ${plural(attempts, 'attempt')}.`;
    case 'processing':
      return 'A worker runs the handler.';
    case 'done':
      return doneSentence(outcome, attempts);
    case 'failed':
      return `Given up after ${plural(attempts, 'attempt')}.`;
    case 'duplicate':
      return 'A later delivery of a known event; it took no effect.';
    case 'conflict':
      return 'A known event id with another body; it took no effect.';
    case 'rejected':
      return `Refused${reason === undefined ? '' : `: ${reason}`}.`;
    default:
      return status satisfies never;
  }
}

/** The same of an event's way to a destination. */
function waySentence({ status, attempts }: AuditRecord): string {
  switch (status) {
    case 'received':
      return attempts === 0
        ? 'It waits to be sent.'
        : `It waits to be sent again, after ${plural(attempts, 'attempt')}.`;
    case 'processing':
      return 'It is being sent.';
    case 'done':
      return `The destination took it after ${plural(attempts, 'attempt')}.`;
    default:
      return `Given up after ${plural(attempts, 'attempt')}.`;
  }
}

function doneSentence(outcome: AuditRecord['outcome'], attempts: number): string {
  if (outcome === 'skipped') return 'No handler takes this event.';
  if (outcome === 'handshake') return 'A handshake: it was answered, there is nothing to handle.';
  if (outcome === 'forwarded') return 'It was sent on; no handler takes this event.';
  return `The handler returned after ${plural(attempts, 'attempt')}.`;
}

/** Whether the event still moves: what is shown of it will change. */
export const isOpen = ({ status }: Pick<AuditRecord, 'status'>): boolean =>
  status === 'received' || status === 'processing';
