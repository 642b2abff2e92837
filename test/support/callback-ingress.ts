import { callbackStore, keepCallback } from '../../lambda/aws/callback-store.ts';
import { dueCallbacks } from '../../lambda/aws/due-callbacks.ts';
import { expiryRecorder } from '../../lambda/aws/expiry-record.ts';
import type { CallbackOrder } from '../../lambda/callbacks/order.ts';
import type { QueuedEvent } from '../../lambda/model/delivery.ts';
import type { Expiry } from '../../lambda/sweeper/expire-callbacks.ts';
import type { TestStorage } from './audit-table.ts';
import { mintTest, type TestCallback } from './callbacks.ts';
import { type TestIngress, testIngress } from './ingress-fakes.ts';

/** An ingress and a sweeper over a table on a real wire. */
export interface CallbackIngress {
  readonly ingress: TestIngress;
  readonly expiry: Expiry;
  /** What the sweeper put on the queue. */
  readonly swept: readonly QueuedEvent[];
  mint(sourceId: string, order?: Partial<CallbackOrder>): Promise<TestCallback>;
}

export function callbackIngress(
  storage: TestStorage,
  sources: Readonly<Record<string, object>>,
): CallbackIngress {
  const { table, clock, audit } = storage;
  const fakes = testIngress(sources);
  const ingress: TestIngress = { ...fakes, clock, audit, callbacks: callbackStore(table) };
  const swept: QueuedEvent[] = [];
  let ids = 0;
  return {
    ingress,
    swept,
    expiry: {
      clock,
      callbacks: dueCallbacks(table),
      queue: {
        async send(event) {
          swept.push(event);
        },
      },
      recordExpiry: expiryRecorder({
        ...table,
        retentionDays: 90,
        reenqueueAfterSeconds: 60,
        sources: [...ingress.sources.values()],
        clock,
        newId: () => `01TESTEXPIRY0${String(ids++).padStart(13, '0')}`,
      }),
    },
    async mint(sourceId, order) {
      const minted = mintTest(sourceId, clock.nowMs(), order);
      await keepCallback(table, minted.callback);
      return minted;
    },
  };
}
