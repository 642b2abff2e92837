import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callOut } from '../../../lambda/http/call-out.ts';
import { publishedKeyStore } from '../../../lambda/http/published-keys.ts';
import type { KeyRequest } from '../../../lambda/ingress/ports.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { testClock } from '../../support/clock.ts';

/* Real fetches from a server on loopback that stands for the senders' hosts. */

const { publicKey } = generateKeyPairSync('ed25519');
const pem = String(publicKey.export({ format: 'pem', type: 'spki' }));
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1' };

const seen: string[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => {
  seen.push(request.url ?? '');
  answer(request, response);
});
let relay = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen.length = 0;
  answer = (_request, response) => response.end(pem);
});

const at = (path: string, answers: KeyRequest['answers'] = 'pem'): KeyRequest => ({
  address: `https://keys.example${path}`,
  hosts: ['keys.example'],
  answers,
});

function store() {
  const clock = testClock();
  return { clock, keys: publishedKeyStore({ clock, relay }) };
}

test('concurrent requests share one read, and the answer is kept for an hour', async () => {
  const { clock, keys } = store();
  const loaded = await Promise.all(Array.from({ length: 20 }, () => keys.load(at('/a.pem'))));
  expect(loaded[0]?.[0]?.signing.asymmetricKeyType).toBe('ed25519');
  expect(seen).toEqual(['/https://keys.example/a.pem']);
  clock.advance(59 * 60_000);
  await keys.load(at('/a.pem'));
  expect(seen).toHaveLength(1);
  clock.advance(2 * 60_000);
  await keys.load(at('/a.pem'));
  expect(seen).toHaveLength(2);
});

/** Self-signed, made by OpenSSL for this test; valid for a hundred years. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBgjCCASmgAwIBAgIUL16xMqMcYqj9W5JJU8NHoYIyTP4wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLc25zLmV4YW1wbGUwIBcNMjYxMTI0MDM1MTM1WhgPMjEyNjEw
MzEwMzUxMzVaMBYxFDASBgNVBAMMC3Nucy5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEJxc2Pod/ksJJZgBLGHFh+unYB4Zfxovzi4yuEkKqZyuSD4wE
OI2YHkCtvdcJBPa2e4ATXeO6VZ/1NKw/Cbx84KNTMFEwHQYDVR0OBBYEFF3Dj2ss
hUWMB91v7bGytySiVjKlMB8GA1UdIwQYMBaAFF3Dj2sshUWMB91v7bGytySiVjKl
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgQQDKzXiS8AAyze6d
38Ud4AyIDt9I/l+NF3p9b29EoDICIAt/6yCkvxAb4Pk+wDpa10qVIe2++rPkB+dD
oCF24yXB
-----END CERTIFICATE-----`;

test('a certificate gives the public key in it', async () => {
  answer = (_request, response) => response.end(certificate);
  const [key] = await store().keys.load(at('/cert.pem'));
  expect(key?.signing).toMatchObject({ type: 'public', asymmetricKeyType: 'ec' });
});

test('a JWK set keeps the names of its keys and skips kinds that are not known', async () => {
  answer = (_request, response) =>
    response.end(JSON.stringify({ keys: [jwk, { kty: 'unknown' }] }));
  const loaded = await store().keys.load(at('/jwks', 'jwks'));
  expect(loaded.map(({ keyId }) => keyId)).toEqual(['k1']);
});

test('a key stands at a path of a JSON answer', async () => {
  answer = (_request, response) => response.end(JSON.stringify({ config: { key: pem } }));
  const loaded = await store().keys.load({ ...at('/config', 'json'), json: 'config.key' });
  expect(loaded).toHaveLength(1);
});

test.each<[string, typeof answer]>([
  ['a redirect', (_request, response) => response.writeHead(302, { location: relay }).end()],
  ['an error', (_request, response) => response.writeHead(500).end()],
  ['no key', (_request, response) => response.end('hello')],
  ['too much', (_request, response) => response.end(pem + ' '.repeat(70_000))],
  ['nothing for too long', () => undefined],
])('%s is a failure, not a key', async (_name, behaviour) => {
  answer = behaviour;
  const { keys } = store();
  await expect(keys.load(at('/bad'))).rejects.toThrow(DependencyError);
  answer = (_request, response) => response.end(pem);
  // And it is not asked again at once.
  await expect(keys.load(at('/bad'))).rejects.toThrow(DependencyError);
  expect(seen).toHaveLength(1);
});

test('known keys stay in use while their host does not answer', async () => {
  const { clock, keys } = store();
  await keys.load(at('/a.pem'));
  clock.advance(2 * 3600_000);
  answer = (_request, response) => response.writeHead(503).end();
  expect(await keys.load(at('/a.pem'))).toHaveLength(1);
});

test('a mismatch reads the keys anew, once a minute', async () => {
  const { clock, keys } = store();
  const loaded = await keys.load(at('/a.pem'));
  expect(await keys.reloadAfterMismatch(loaded)).toBeUndefined();
  clock.advance(61_000);
  expect(await keys.reloadAfterMismatch(loaded)).toHaveLength(1);
  expect(seen).toHaveLength(2);
});

test('addresses that requests name cannot make us ask without end', async () => {
  const { keys } = store();
  const asked = Array.from({ length: 40 }, (_, index) => keys.load(at(`/${index}.pem`)));
  const settled = await Promise.allSettled(asked);
  expect(settled.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(20);
  expect(seen.length).toBeLessThanOrEqual(20);
});

test('a confirmation is a GET that must be answered with success', async () => {
  const call = callOut({ relay });
  await call('https://sns.example/confirm?Token=1');
  expect(seen).toEqual(['/https://sns.example/confirm?Token=1']);
  answer = (_request, response) => response.writeHead(403).end();
  await expect(call('https://sns.example/confirm')).rejects.toThrow(DependencyError);
});
