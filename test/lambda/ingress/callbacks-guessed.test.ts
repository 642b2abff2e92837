import { randomBytes } from 'node:crypto';
import { receive } from '../../../lambda/ingress/receive.ts';
import { answer, mintInto, type TestCallback } from '../../support/callbacks.ts';
import { type TestIngress, testIngress } from '../../support/ingress-fakes.ts';

/* Ten thousand tokens that are not right, some of them very nearly: none is accepted, and no two are told apart by what is answered. */

const each = 1000;
const times = <T>(make: (at: number) => T): readonly T[] =>
  Array.from({ length: each }, (_, at) => make(at));

const ingress: TestIngress = testIngress({
  pay: { callbacks: true },
  sms: { callbacks: true },
});
let waiting: readonly TestCallback[];
let expired: readonly TestCallback[];
let used: readonly TestCallback[];
let foreign: readonly TestCallback[];

const send = (token: string, body = 'answer') =>
  receive(answer({ source: 'pay', token, body }), ingress);

beforeAll(async () => {
  expired = times(() => mintInto(ingress, 'pay', { ttl: 1 }));
  ingress.clock.advance(1000);
  waiting = times(() => mintInto(ingress, 'pay'));
  used = times(() => mintInto(ingress, 'pay'));
  foreign = times(() => mintInto(ingress, 'sms'));
  for (const { token } of used) expect((await send(token)).reply.status).toBe(200);
  for (const event of ingress.ledger.events.values()) event.status = 'done';
});

/** The text with the character there in the other case, or another digit. */
function turned(text: string, at: number): string {
  const character = text[at % text.length] ?? '';
  const other =
    character === character.toUpperCase() ? character.toLowerCase() : character.toUpperCase();
  const changed = other === character ? (character === '7' ? '8' : '7') : other;
  return `${text.slice(0, at % text.length)}${changed}${text.slice((at % text.length) + 1)}`;
}

const tokensOf = (callbacks: readonly TestCallback[]) => callbacks.map(({ token }) => token);

test('none of ten thousand wrong tokens is accepted, and all get the same answer', async () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    random: times(() => randomBytes(24).toString('base64url')),
    'of another length': times((at) => randomBytes(at % 64).toString('base64url')),
    'cut off': tokensOf(waiting).map((token, at) => token.slice(0, at % 32)),
    extended: tokensOf(waiting).map((token, at) => `${token}${'=AA/?%00'.slice(0, 1 + (at % 8))}`),
    'with one character changed': tokensOf(waiting).map(turned),
    'in another case': tokensOf(waiting).map((token, at) =>
      at % 2 === 0 ? token.toLowerCase() : token.toUpperCase(),
    ),
    digests: waiting.map(({ callback }) => callback.digest),
    expired: tokensOf(expired),
    used: tokensOf(used),
    'of another source': tokensOf(foreign),
  };
  const tokens = Object.values(cases).flat();
  expect(tokens).toHaveLength(10 * each);
  const events = ingress.ledger.events.size;
  const answers = new Set<string>();
  for (const token of tokens) {
    const { reply } = await send(token);
    const id = reply.headers['x-sallyport-id'] ?? '';
    const { 'x-sallyport-id': _id, ...headers } = reply.headers;
    answers.add(JSON.stringify([reply.status, headers, reply.body.replace(id, 'ID')]));
  }
  expect([...answers]).toEqual([
    JSON.stringify([
      404,
      { 'content-type': 'application/json' },
      '{"message":"not found","id":"ID"}',
    ]),
  ]);
  expect(ingress.ledger.events.size).toBe(events);
  expect(ingress.ledger.queued).toHaveLength(each);
  const reasons = Map.groupBy(ingress.ledger.rejected, ({ reason }) => reason);
  expect(Object.fromEntries([...reasons].map(([reason, all]) => [reason, all.length]))).toEqual({
    'callback-unknown': 8 * each,
    'callback-expired': each,
    'callback-used': each,
  });
});

test('every token that waited through all of it is still good', async () => {
  for (const { token } of waiting) expect((await send(token)).reply.status).toBe(200);
});
