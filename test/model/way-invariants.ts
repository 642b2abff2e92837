import { callbackExpiredType } from '../../lambda/model/callback.ts';
import { waiterId } from '../../lambda/model/destination.ts';
import type { Item } from './expressions.ts';
import type { Stored } from './invariants.ts';
import { itemKey, keyOfItem } from './item-key.ts';
import type { Process } from './process.ts';
import type { Scenario } from './scenario.ts';
import { isEvent, isWay } from './transition-of.ts';

const eventKeyOf = ({ pk }: Item): string => itemKey(pk?.S ?? '', 'event');

/** What must hold of the ways to destinations beyond what holds of every record. */
export class WayInvariants {
  readonly #violations: string[];
  readonly #destinations: readonly string[];
  /** The worker that enqueued each way first. */
  readonly #senders = new Map<string, Process>();

  constructor({ destinations }: Scenario, violations: string[]) {
    this.#destinations = Object.keys(destinations).filter((id) => id !== waiterId);
    this.#violations = violations;
  }

  /** A way begins. */
  sawForward(way: Item, { items }: Stored): void {
    const event = items.get(eventKeyOf(way));
    if (event === undefined || event['id']?.S !== way['eventRecordId']?.S)
      this.#violations.push(`${keyOfItem(way)} is the way of no event on record`);
  }

  /** A worker enqueues a way that it began; that of another one is the sweeper's to enqueue again. */
  sawSend(key: string, process: Process): void {
    const first = this.#senders.get(key) ?? process;
    this.#senders.set(key, first);
    if (first !== process) this.#violations.push(`${key} is enqueued by a second worker`);
  }

  /** Called for each record when nothing is left to do, with the transitions it made. */
  sawEnd(item: Item, made: readonly string[], items: ReadonlyMap<string, Item>): void {
    const key = keyOfItem(item);
    const first = isWay(item) ? 'forward' : 'record';
    if (made[0] !== first) this.#violations.push(`${key} begins with ${made[0]}, not ${first}`);
    if (isWay(item) && !items.has(eventKeyOf(item)))
      this.#violations.push(`${key} is left and its event is not`);
    // Given up without an outcome: each of its workers died, perhaps before it could begin the ways; a replay does.
    if (isEvent(item) && !made.includes('giveUp')) this.#checkWays(item, items);
  }

  #checkWays(event: Item, items: ReadonlyMap<string, Item>): void {
    const isToldToAll = event['eventType']?.S !== callbackExpiredType;
    const wanted = [
      ...(isToldToAll ? this.#destinations : []),
      ...(event['waiter'] === undefined ? [] : [waiterId]),
    ];
    const begun = [...items.values()]
      .filter((item) => isWay(item) && item['pk']?.S === event['pk']?.S)
      .map((item) => item['destination']?.S ?? '');
    if (JSON.stringify([...wanted].sort()) !== JSON.stringify([...begun].sort()))
      this.#violations.push(`${keyOfItem(event)} went to [${begun}] instead of [${wanted}]`);
  }
}
