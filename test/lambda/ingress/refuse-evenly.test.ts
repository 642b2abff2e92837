import { type Receipt, receive } from '../../../lambda/ingress/receive.ts';
import { refusedAfterMs, refuseEvenly } from '../../../lambda/ingress/refuse-evenly.ts';
import { answer, mintInto } from '../../support/callbacks.ts';
import { type TestTimer, testTimer } from '../../support/clock.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';

/* When the sender of a callback hears that its token is refused. */

let ingress: TestIngress;
let timer: TestTimer;
beforeEach(() => {
  ingress = testIngress({
    pay: { callbacks: true },
    listed: { callbacks: true, allowList: ['203.0.113.9'] },
  });
  timer = testTimer(ingress.clock);
});

const asked = (token: string, source = 'pay') =>
  receive(answer({ source, token, body: 'x' }), ingress);

/** What is answered when this work is done; the receipt, once it is there. */
function answered(work: () => Promise<Receipt>): { receipt?: Receipt } {
  const seen: { receipt?: Receipt } = {};
  void refuseEvenly(work, timer).then((receipt) => {
    seen.receipt = receipt;
  });
  return seen;
}

const unknown = 'A'.repeat(32);

test.each([
  ['callback-unknown', () => unknown],
  [
    'callback-expired',
    () => {
      const { token } = mintInto(ingress, 'pay', { ttl: 1 });
      ingress.clock.advance(1000);
      return token;
    },
  ],
  [
    'callback-used',
    async () => {
      const { token } = mintInto(ingress, 'pay');
      await receive(answer({ source: 'pay', token, body: 'first' }), ingress);
      return token;
    },
  ],
])('the reply to a token that is refused as %s waits for its time', async (reason, make) => {
  const token = await make();
  const seen = answered(() => asked(token));
  await timer.pass(refusedAfterMs - 1);
  expect(seen.receipt).toBeUndefined();
  await timer.pass(1);
  expect(seen.receipt?.reached).toMatchObject({ stage: 'rejected', reason });
  expect(seen.receipt?.reply.status).toBe(404);
});

test('the record does not wait', async () => {
  answered(() => asked(unknown));
  await timer.pass(0);
  expect(ingress.ledger.rejected).toHaveLength(1);
});

test('the time begins before the work, whatever that takes', async () => {
  const slow = Promise.withResolvers<void>();
  const seen = answered(async () => {
    await slow.promise;
    return asked(unknown);
  });
  await timer.pass(refusedAfterMs + 10);
  slow.resolve();
  await timer.pass(0);
  expect(seen.receipt?.reply.status).toBe(404);
  expect(timer.asked).toEqual([refusedAfterMs]);
});

test('nothing else waits: an answer that is accepted, or one from elsewhere', async () => {
  const { token } = mintInto(ingress, 'pay');
  const accepted = answered(() => asked(token));
  const elsewhere = answered(() => asked(unknown, 'listed'));
  await timer.pass(0);
  expect(accepted.receipt?.reply.status).toBe(200);
  expect(elsewhere.receipt?.reply.status).toBe(403);
  expect(timer.waiting()).toBe(0);
});

test('a receipt that fails does so at once', async () => {
  const down = () => Promise.reject(new Error('planted'));
  await expect(refuseEvenly(down, timer)).rejects.toThrow('planted');
  expect(timer.waiting()).toBe(0);
});
