import { callbackKey } from '../../lambda/model/callback.ts';
import type { Item } from './expressions.ts';
import type { Stored } from './invariants.ts';
import { itemKey, keyOfItem, keyOfMessage } from './item-key.ts';
import { contentOf, digestOf, expiresAtMs } from './receiver.ts';
import { type Minted, type Scenario, type Sending, startMs } from './scenario.ts';
import { isEvent, isExpiry, statusOf } from './transition-of.ts';

/** What a handler was told of a callback. */
interface Said {
  readonly ref: string | undefined;
  readonly isExpiry: boolean;
  readonly content: string;
}

/** How a request with an answer ended. */
interface Answered {
  readonly status: number;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}

/** An event that is replayed was settled before. */
const wasSettled = (item: Item): boolean =>
  ['done', 'failed'].includes(statusOf(item)) || item['replayId'] !== undefined;
const contentsOf = (records: readonly Item[]) => records.map((item) => item['contentSha256']?.S);

/** What must hold of callbacks, their answers and their expiry beyond what holds of every record. */
export class CallbackInvariants {
  readonly #scenario: Scenario;
  readonly #violations: string[];
  readonly #effects: Said[] = [];
  /** Runs of the sweeper that found a callback due, since the last fault. */
  readonly #found = new Map<string, number>();

  constructor(scenario: Scenario, violations: string[]) {
    this.#scenario = scenario;
    this.#violations = violations;
  }

  sawEffect(said: Said): void {
    this.#effects.push(said);
  }

  sawFault(): void {
    this.#found.clear();
  }

  /** A run of the sweeper begins that finds this callback due. One is enough, unless time passes for no reason while it runs. */
  sawDue(item: Item): void {
    const key = keyOfItem(item);
    const times = (this.#found.get(key) ?? 0) + 1;
    this.#found.set(key, times);
    if (times > 1 && Number.isFinite(this.#scenario.delays))
      this.#violations.push(`${key} is due ${times} times after the last fault`);
  }

  /** The provider has its reply. */
  sawAnswered(sending: Sending, answered: Answered, stored: Stored): void {
    const { status, beganAtMs, endedAtMs } = answered;
    const callback = this.#callbackOf(sending);
    const isAwaitedAt = (instantMs: number) => callback && instantMs < expiresAtMs(callback);
    if (status >= 200 && status < 300) {
      if (callback && isAwaitedAt(beganAtMs)) this.#checkAccepted(sending, callback, stored);
      else this.#violations.push(`${sending.event} to ${sending.to} is accepted, and not awaited`);
    } else if (status === 404 && callback && isAwaitedAt(endedAtMs)) {
      this.#checkRefused(sending, callback, stored);
    }
  }

  /** The callback that the token names, where it is one of the source that the request came to. */
  #callbackOf({ to }: Sending): Minted | undefined {
    return this.#scenario.callbacks.find(({ name, source }) => name === to && source === 'answers');
  }

  /** A 2xx is true when this very answer has a use, and is on the queue, or was, or somebody has it. */
  #checkAccepted(sending: Sending, callback: Minted, { items, sent }: Stored): void {
    const use = recordsOf(callback, items).find(
      (item) => item['contentSha256']?.S === contentOf(sending) && !isExpiry(item),
    );
    const wasSent = use && sent.some((text) => keyOfMessage(text) === keyOfItem(use));
    if (use === undefined || (statusOf(use) === 'received' && !wasSent))
      this.#violations.push(`a 2xx for ${sending.event}, which has no use or was never enqueued`);
  }

  /** An answer in time is refused when it was dealt with, when all uses are gone, or when the expiry was faster after all. */
  #checkRefused(sending: Sending, callback: Minted, { items }: Stored): void {
    const records = recordsOf(callback, items);
    const own = records.find((item) => item['contentSha256']?.S === contentOf(sending));
    const isGone = own === undefined ? records.length >= callback.uses : wasSettled(own);
    if (!isGone && !records.some(isExpiry))
      this.#violations.push(`${sending.event} is refused although ${callback.name} waits for it`);
  }

  /** Called when nothing is left to do. */
  sawEnd(items: ReadonlyMap<string, Item>): void {
    for (const callback of this.#scenario.callbacks) {
      this.#checkUses(callback, recordsOf(callback, items));
      this.#checkEffects(callback);
      if (items.get(tokenKey(callback))?.['openShard'] !== undefined)
        this.#violations.push(`${callback.name} is still in the index of what is due`);
    }
    const never = this.#unawaited();
    for (const item of items.values()) {
      const isAwaited = item['source']?.S === 'model' || item['callback'] !== undefined;
      if (isEvent(item) && (!isAwaited || never.has(item['contentSha256']?.S)))
        this.#violations.push(`${keyOfItem(item)} is on record, and nobody waited for it`);
    }
  }

  /** The first use is an answer or the expiry; answers have one use each. */
  #checkUses(callback: Minted, records: readonly Item[]): void {
    const { name, source, uses } = callback;
    const keys = Array.from({ length: uses }, (_, at) =>
      itemKey(`${source}#${callbackKey(digestOf(name), at + 1)}`, 'event'),
    );
    const expected = keys.slice(0, Math.max(1, records.length));
    if (JSON.stringify(records.map(keyOfItem).sort()) !== JSON.stringify(expected.sort()))
      this.#violations.push(`${name} has the uses ${records.map(keyOfItem).join(', ')}`);
    if (records.some(isExpiry) && records.length > 1)
      this.#violations.push(`${name} is answered and expired`);
    if (new Set(contentsOf(records)).size < records.length)
      this.#violations.push(`${name} is used twice by the same answer`);
  }

  #checkEffects({ name, uses }: Minted): void {
    const effects = this.#effects.filter(({ ref }) => ref === name);
    const answers = effects.filter((said) => !said.isExpiry);
    if (answers.length > 0 && answers.length < effects.length)
      this.#violations.push(`${name} took effect as answered and as expired`);
    if (new Set(answers.map(({ content }) => content)).size > uses)
      this.#violations.push(`${name} took effect with more than ${uses} answers`);
  }

  /** What only such requests say as begin after the expiry, or with a token of no callback of their source. */
  #unawaited(): ReadonlySet<string | undefined> {
    const answers = this.#scenario.sendings.filter(({ to }) => to !== undefined);
    const isAwaited = (sending: Sending) => {
      const callback = this.#callbackOf(sending);
      return (
        callback !== undefined &&
        startMs + (sending.afterSeconds ?? 0) * 1000 < expiresAtMs(callback)
      );
    };
    const awaited = new Set(answers.filter(isAwaited).map(contentOf));
    return new Set(answers.map(contentOf).filter((content) => !awaited.has(content)));
  }
}

const tokenKey = ({ name, source }: Minted): string =>
  itemKey(`${source}#callback-token#${digestOf(name)}`, 'callback');

/** Records of the answers to a callback, and of its expiry. */
const recordsOf = ({ name, source }: Minted, items: ReadonlyMap<string, Item>): readonly Item[] =>
  [...items.values()].filter(
    (item) =>
      isEvent(item) && item['source']?.S === source && item['callback']?.M?.['ref']?.S === name,
  );
