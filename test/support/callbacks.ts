import type { NewCallback } from '../../lambda/aws/callback-store.ts';
import { mintCallback } from '../../lambda/callbacks/mint.ts';
import type { CallbackOrder } from '../../lambda/callbacks/order.ts';
import type { RawRequest } from '../../lambda/model/request.ts';
import type { TestIngress } from './ingress-fakes.ts';
import { type RequestParts, rawRequest } from './requests.ts';

/** A callback as its caller sees it, and as the table keeps it. */
export interface TestCallback {
  readonly token: string;
  readonly callback: NewCallback;
}

let ids = 0;

/** Mints as the product does, for a quarter of an hour unless the order says otherwise. */
export function mintTest(
  sourceId: string,
  nowMs: number,
  order: Partial<CallbackOrder> = {},
): TestCallback {
  const { callback, minted } = mintCallback(
    { ref: 'ORDER-42', ttl: '15m', ...order },
    {
      sourceId,
      address: `https://hooks.example.com/callbacks/${sourceId}`,
      retentionDays: 90,
      nowMs,
      id: `01TESTCALLBACK${String(ids++).padStart(12, '0')}`,
    },
  );
  return { token: minted.url.split('/').at(-1) ?? '', callback };
}

/** Mints a callback that an in-memory ingress knows. */
export function mintInto(
  ingress: TestIngress,
  sourceId: string,
  order: Partial<CallbackOrder> = {},
): TestCallback {
  const minted = mintTest(sourceId, ingress.clock.nowMs(), order);
  ingress.waiting.set(`${sourceId} ${minted.callback.digest}`, minted.callback);
  return minted;
}

export interface AnswerParts extends RequestParts {
  readonly token: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request at the address of a callback, as API Gateway hands it over. */
export const answer = ({ token, query = {}, ...parts }: AnswerParts): RawRequest => ({
  ...rawRequest(parts),
  pathToken: token,
  query: Object.entries(query),
});
