import { createCallback } from '../../../lambda/callbacks/client.ts';
import { mintForSource } from '../../../lambda/callbacks/mint-for-source.ts';
import { presets } from '../../../lambda/config/preset-index.ts';
import { readConfig } from '../../../lambda/config/read-config.ts';
import { callerVariables } from '../../../lambda/model/environment.ts';
import { stopObjectServer, type TestStorage, testStorage } from '../../support/audit-table.ts';

/* The two ways in which services mint, over a table on a real wire. */

const signature = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };
const sources = readConfig(
  {
    sources: {
      pay: { callbacks: true },
      named: { callbacks: true, publicUrl: 'https://pay.example.com/in' },
      stripe: { signature },
    },
  },
  presets,
);

let storage: TestStorage;
beforeEach(async () => {
  storage = await testStorage();
});
afterEach(async () => {
  for (const name of Object.values(callerVariables)) delete process.env[name];
  await storage.stop();
});
afterAll(stopObjectServer);

const callbacksUrl = 'https://hooks.example.com/callbacks';
const mintOver = (some = sources) =>
  mintForSource({
    ...storage.table,
    sources: some,
    callbacksUrl,
    retentionDays: 90,
    clock: storage.clock,
  });

describe('the function', () => {
  test('mints at the address of the source', async () => {
    const mint = mintOver();
    const { url, ref, expiresAt } = await mint({ source: 'pay', ref: 'R', ttl: '1h' });
    expect(url).toMatch(/^https:\/\/hooks\.example\.com\/callbacks\/pay\/[\w-]{32}$/);
    expect([ref, expiresAt]).toEqual([
      'R',
      new Date(storage.clock.nowMs() + 3_600_000).toISOString(),
    ]);
    const named = await mint({ source: 'named', ref: 'R', ttl: '1h' });
    expect(named.url).toMatch(/^https:\/\/pay\.example\.com\/in\/[\w-]{32}$/);
    const items = await storage.items();
    expect(items.map(({ pk }) => String(pk).split('#').slice(0, 2)).sort()).toEqual([
      ['named', 'callback-ref'],
      ['named', 'callback-token'],
      ['pay', 'callback-ref'],
      ['pay', 'callback-token'],
    ]);
    for (const minted of [url, named.url])
      expect(JSON.stringify(items)).not.toContain(minted.split('/').at(-1));
  });

  test.each<[unknown, string]>([
    [
      { source: 'stripe', ref: 'R', ttl: 1 },
      'source: "stripe" takes no callbacks: use one of pay, named',
    ],
    [
      { source: 'pey', ref: 'R', ttl: 1 },
      'source: "pey" takes no callbacks: use one of pay, named',
    ],
    [{ source: 7, ref: 'R', ttl: 1 }, 'source: 7 takes no callbacks: use one of pay, named'],
    [{ ref: 'R', ttl: 1 }, 'source: is missing: use one of pay, named'],
    [{ source: 'pay', ref: 'R' }, 'ttl: is missing: an order has "ref" and "ttl"'],
    ['pay', 'the order: expected an object with "source", "ref" and "ttl"'],
    [[], 'the order: expected an object with "source", "ref" and "ttl"'],
  ])('refuses %j in one clear line', async (order, line) => {
    await expect(mintOver()(order)).rejects.toThrow(line);
    expect(await storage.items()).toEqual([]);
  });

  test('says what to do when no source takes callbacks', async () => {
    const none = sources.filter(({ callbacks }) => !callbacks);
    await expect(mintOver(none)({ source: 'stripe', ref: 'R', ttl: 1 })).rejects.toThrow(
      'source: "stripe" takes no callbacks: none does: give one "callbacks: true" in the configuration',
    );
  });
});

describe('createCallback', () => {
  const order = { ref: 'R', ttl: '15m' };
  const reach = () => ({
    source: 'pay',
    auditTable: storage.table.table,
    dynamoDb: storage.table.client,
    callbacksUrl,
  });

  test('mints where the options say', async () => {
    const { url } = await createCallback({
      ...order,
      ...reach(),
      callbacksUrl: `${callbacksUrl}/`,
    });
    expect(url).toMatch(/^https:\/\/hooks\.example\.com\/callbacks\/pay\/[\w-]{32}$/);
    const publicUrl = 'https://pay.example.com/in';
    const named = await createCallback({ ...order, ...reach(), publicUrl });
    expect(named.url).toMatch(/^https:\/\/pay\.example\.com\/in\/[\w-]{32}$/);
    expect(await storage.items()).toHaveLength(4);
  });

  test('takes from the environment what the options leave out', async () => {
    process.env[callerVariables.source] = 'pay';
    process.env[callerVariables.auditTable] = storage.table.table;
    process.env[callerVariables.callbacksUrl] = 'http://127.0.0.1:8787/callbacks';
    process.env[callerVariables.retentionDays] = '7';
    const { clock } = storage;
    const { url } = await createCallback({ ...order, dynamoDb: storage.table.client, clock });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8787\/callbacks\/pay\/[\w-]{32}$/);
    const expiresAt = clock.nowMs() / 1000 + 900 + 7 * 86_400;
    for (const item of await storage.items()) expect(item).toMatchObject({ expiresAt });
  });

  test('says what is missing, and which variable would do', async () => {
    await expect(createCallback(order)).rejects.toThrow(
      'source: is missing: give it as an option, or set SALLYPORT_CALLBACK_SOURCE\n' +
        'auditTable: is missing: give it as an option, or set SALLYPORT_AUDIT_TABLE',
    );
    const { callbacksUrl: _url, ...rest } = reach();
    await expect(createCallback({ ...order, ...rest })).rejects.toThrow(
      'callbacksUrl: is missing: give it as an option, or set SALLYPORT_CALLBACKS_URL',
    );
  });

  test.each([
    'http://hooks.example.com/callbacks',
    'hooks.example.com',
    'https://a/b?c',
    'https://u:p@a/b',
    'https://',
  ])('refuses the address %s, which a token must not be sent to or cannot end', async (address) => {
    await expect(createCallback({ ...order, ...reach(), callbacksUrl: address })).rejects.toThrow(
      /^callbacksUrl: ".*" is refused/,
    );
  });

  test('refuses a source that could pose as another', async () => {
    await expect(createCallback({ ...order, ...reach(), source: 'pay#x' })).rejects.toThrow(
      /^source: "pay#x" is refused/,
    );
  });
});
