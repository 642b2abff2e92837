import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardedPost } from '../../../lambda/http/guarded-post.ts';
import { type TlsReceiver, tlsReceiver } from '../../support/tls-receiver.ts';

/* The guard before everything that leaves for an address that a customer named, against a real TLS server on this machine. */

let receiver: TlsReceiver;
/** Whatever hangs here would hang for ever. */
jest.setTimeout(5000);

beforeAll(async () => {
  receiver = await tlsReceiver();
});
afterAll(() => receiver.stop());

const noContent: TlsReceiver['answer'] = (_request, response) => response.writeHead(204).end();
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.answer = noContent;
});

const posting = () => ({
  headers: { 'content-type': 'text/plain', 'content-length': '2' },
  body: Buffer.from('hi'),
  timeoutMs: 5000,
  signal: new AbortController().signal,
});
const portOf = () => new URL(receiver.url).port;
const address = (text: string) => ({ address: text, family: text.includes(':') ? 6 : 4 });

test('what may go out arrives, byte by byte', async () => {
  expect(await receiver.post(receiver.url, posting())).toEqual({ status: 204 });
  expect(receiver.requests).toMatchObject([
    { headers: { 'content-type': 'text/plain', 'content-length': '2' } },
  ]);
  expect(receiver.requests[0]?.body.toString()).toBe('hi');
});

/** 169.254.169.254 and other special addresses, in every notation that somebody's parser takes. */
const literals = [
  '169.254.169.254',
  '169.254.169.254.',
  '2852039166',
  '0xA9FEA9FE',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '025177524776',
  '169.254.43518',
  '169.16689662',
  '169.254.0xa9fe',
  '１６９.254.169.254',
  '169。254。169。254',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[::169.254.169.254]',
  '[64:ff9b::169.254.169.254]',
  '[2002:a9fe:a9fe::1]',
  '[fd00:ec2::254]',
  '[FD00:0EC2:0:0:0:0:0:254]',
  '169.254.170.2',
  '127.0.0.1',
  '127.1',
  '0',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[fe80::1]',
  '[fc00::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '192.0.0.170',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[ff02::1]',
];

const guard = guardedPost();

test.each(literals)('an address of our own is refused when it is written %s', async (host) => {
  await expect(guard(`https://${host}:${portOf()}/`, posting())).rejects.toThrow(
    /is refused: .* is no address on the public internet/,
  );
});

test.each(['https://[fe80::1%25eth0]/', 'https://[::1%lo]/', 'https://169.254.169.254:80/'])(
  'what is no address, or names a port that is not free, is refused: %s',
  async (url) => {
    await expect(guard(url, posting())).rejects.toThrow(/is refused/);
  },
);

test.each(['http://receiver.test/', 'https://a:b@receiver.test/', 'file:///etc/passwd', 'x'])(
  'anything but a plain https address is refused: %s',
  async (url) => {
    await expect(receiver.post(url, posting())).rejects.toThrow(/is refused/);
    expect(receiver.requests).toEqual([]);
  },
);

/** A guard for which names have these addresses, one list a look-up, and this machine's is the only one that would answer. */
const resolving = (...answers: (readonly string[])[]) => {
  const looked: string[] = [];
  const post = guardedPost({
    resolve: async (hostname) => {
      looked.push(hostname);
      return (answers[Math.min(looked.length, answers.length) - 1] ?? []).map(address);
    },
    ca: receiver.ca,
  });
  return { post, looked };
};

test.each([
  [['127.0.0.1']],
  [['169.254.169.254']],
  [['10.1.2.3']],
  [['::1']],
  [['fd00:ec2::254']],
  [['::ffff:127.0.0.1']],
  [['64:ff9b::7f00:1']],
  [['8.8.8.8', '127.0.0.1']],
  [['127.0.0.1', '8.8.8.8']],
  [['2606:4700::1111', 'fe80::1']],
  [['fe80::1%lo']],
  [['no address']],
])('a name that has %j is refused', async (addresses) => {
  const { post, looked } = resolving(addresses);
  await expect(post(receiver.url, posting())).rejects.toThrow(/receiver\.test is refused: it has /);
  expect(looked).toEqual(['receiver.test']);
  expect(receiver.requests).toEqual([]);
});

test('a name without an address is refused, and one that is not found', async () => {
  await expect(resolving([]).post(receiver.url, posting())).rejects.toThrow('it has no address');
  const post = guardedPost({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  await expect(post(receiver.url, posting())).rejects.toThrow('ENOTFOUND');
});

test('the real resolver is asked, and what it says of this machine refused', async () => {
  await expect(guard(`https://localhost:${portOf()}/`, posting())).rejects.toThrow(
    /localhost is refused: it has (127\.0\.0\.1|::1)/,
  );
});

test('a name that changes its address is judged each time, and connected to where it was judged', async () => {
  const judged: string[] = [];
  const answers = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1']];
  const post = guardedPost({
    isAllowed: (text) => {
      judged.push(text);
      return text === '127.0.0.1';
    },
    resolve: async () => (answers[judged.length] ?? []).map(address),
    ca: receiver.ca,
  });
  expect(await post(receiver.url, posting())).toEqual({ status: 204 });
  // Asked once more between judgement and connection, the name would now have another address.
  expect(judged).toEqual(['127.0.0.1']);
  await expect(post(receiver.url, posting())).rejects.toThrow('it has 127.0.0.2');
  expect(await post(receiver.url, posting())).toEqual({ status: 204 });
  expect(receiver.requests).toHaveLength(2);
});

test('no redirect is followed, wherever it leads', async () => {
  const metadata = createServer((_request, response) => {
    reached += 1;
    response.end('credentials');
  });
  let reached = 0;
  metadata.listen(0, '127.0.0.1');
  await once(metadata, 'listening');
  const inside = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}/latest/meta-data`;
  for (const [status, location] of [
    [301, inside],
    [302, 'http://169.254.169.254/latest/meta-data'],
    [303, receiver.url],
    [307, inside],
    [308, receiver.url],
  ] as const) {
    receiver.answer = (_request, response) => response.writeHead(status, { location }).end();
    expect(await receiver.post(receiver.url, posting())).toEqual({ status });
  }
  expect(reached).toBe(0);
  expect(receiver.requests).toHaveLength(5);
  metadata.close();
});

const toLoopback = { isAllowed: () => true, resolve: async () => [address('127.0.0.1')] };

test('a certificate that nobody vouches for is refused, and one for another name', async () => {
  const stranger = guardedPost(toLoopback);
  await expect(stranger(receiver.url, posting())).rejects.toThrow(/self-signed certificate/);
  const post = guardedPost({ ...toLoopback, ca: receiver.ca });
  await expect(post(receiver.url.replace('receiver', 'other'), posting())).rejects.toThrow(
    /does not match certificate's altnames/,
  );
  expect(receiver.requests).toEqual([]);
});

test('certificates are verified whatever the environment says', async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    await expect(guardedPost(toLoopback)(receiver.url, posting())).rejects.toThrow(/self-signed/);
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
});

test('a receiver that does not answer is given up after its time', async () => {
  receiver.answer = () => {};
  const slow = receiver.post(receiver.url, { ...posting(), timeoutMs: 100 });
  await expect(slow).rejects.toThrow(/receiver\.test:\d+ did not answer within 100 ms/);
});

test('a name that is looked up without end is given up after its time', async () => {
  const post = guardedPost({ resolve: () => new Promise(() => {}) });
  await expect(post(receiver.url, { ...posting(), timeoutMs: 100 })).rejects.toThrow(
    'did not answer within 100 ms',
  );
});

test('a send ends with the worker that makes it', async () => {
  receiver.answer = () => {};
  const controller = new AbortController();
  const sending = receiver.post(receiver.url, { ...posting(), signal: controller.signal });
  controller.abort();
  await expect(sending).rejects.toThrow('aborted');
});

test('an answer without end keeps nobody', async () => {
  let isClosed = false;
  receiver.answer = (_request, response) => {
    response.writeHead(200, { 'retry-after': '7' });
    const timer = setInterval(() => response.write('x'.repeat(8192)), 1);
    response.on('close', () => {
      clearInterval(timer);
      isClosed = true;
    });
  };
  expect(await receiver.post(receiver.url, posting())).toEqual({ status: 200, retryAfter: '7' });
  for (let tries = 0; !isClosed && tries < 200; tries += 1)
    await new Promise((resume) => setTimeout(resume, 10));
  expect(isClosed).toBe(true);
});
