import type { AuditRecord } from '../../../lambda/model/audit-record.ts';
import { plural } from './format-amount.ts';

/** What the status of this record means, in a sentence. */
export function statusSentence(record: AuditRecord): string {
  const { status, attempts, outcome, reason } = record;
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

function doneSentence(outcome: AuditRecord['outcome'], attempts: number): string {
  if (outcome === 'skipped') return 'No handler takes this event.';
  if (outcome === 'handshake') return 'A handshake: it was answered, there is nothing to handle.';
  return `The handler returned after ${plural(attempts, 'attempt')}.`;
}

/** Whether the event still moves: what is shown of it will change. */
export const isOpen = ({ status }: Pick<AuditRecord, 'status'>): boolean =>
  status === 'received' || status === 'processing';
