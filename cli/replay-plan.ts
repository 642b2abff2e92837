import type { AuditRecord } from '../lambda/model/audit-record.ts';
import { type Refusal, refusalOf } from './replay-event.ts';

/** What a replay would do, as `--dry-run` shows it. */
export interface ReplayPlan {
  readonly replayable: number;
  /** Records that would be replayed, by source, type and status. */
  readonly groups: readonly PlanGroup[];
  readonly refused: Readonly<Partial<Record<Refusal, number>>>;
  readonly cost: ReplayCost;
}

export interface PlanGroup {
  readonly source: string;
  readonly eventType: string;
  readonly status: string;
  readonly events: number;
}

/** AWS units that the replay uses, and what they cost; the handlers' own work comes on top. */
export interface ReplayCost {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly queueRequests: number;
  readonly invocations: number;
  readonly usd: number;
}

/** Counts what is to be replayed and what is refused. */
export async function planReplay(records: AsyncIterable<AuditRecord>): Promise<ReplayPlan> {
  const groups = new Map<string, PlanGroup>();
  const refused: Partial<Record<Refusal, number>> = {};
  let replayable = 0;
  let writeUnits = 0;
  for await (const record of records) {
    const refusal = refusalOf(record);
    if (refusal !== undefined) {
      refused[refusal] = (refused[refusal] ?? 0) + 1;
      continue;
    }
    replayable += 1;
    writeUnits += updates * unitsOf(record) + openIndexUnits;
    const { source, eventType = '', status } = record;
    const name = JSON.stringify([source, eventType, status]);
    const events = (groups.get(name)?.events ?? 0) + 1;
    groups.set(name, { source, eventType, status, events });
  }
  return {
    replayable,
    groups: [...groups.values()],
    refused,
    cost: costOf(replayable, writeUnits),
  };
}

/** Replay, claim, outcome. */
const updates = 3;
/**
 * The same in the index of open events: in, out and in again as its time changes, out.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html (2026-11-24)
 */
const openIndexUnits = 4;
/** Send, receive, delete. */
const queueCalls = 3;

/** Write units of one update of this record: it is billed whole, 1 KB a unit, with its body where that stands in it. */
function unitsOf(record: AuditRecord): number {
  const compressedBody = Math.min(record.bodyBytes / 3, 4500);
  return Math.ceil((JSON.stringify(record).length + compressedBody) / 1024);
}

/**
 * List prices of us-east-1 in USD for a million, without free tier: on-demand writes and reads of DynamoDB, requests of SQS to a queue with
 * message groups, requests of Lambda.
 * https://aws.amazon.com/dynamodb/pricing/on-demand/ https://aws.amazon.com/sqs/pricing/ https://aws.amazon.com/lambda/pricing/ (2026-11-24,
 * taken from secondary sources that quote them)
 */
const prices = { writeUnits: 0.625, readUnits: 0.125, queueRequests: 0.5, invocations: 0.2 };

function costOf(events: number, writeUnits: number): ReplayCost {
  const units = {
    writeUnits,
    readUnits: 2 * events,
    queueRequests: queueCalls * events,
    invocations: events,
  };
  const millionths = Object.entries(prices).reduce(
    (sum, [name, price]) => sum + price * units[name as keyof typeof units],
    0,
  );
  return { ...units, usd: Number((millionths / 1e6).toFixed(4)) };
}
