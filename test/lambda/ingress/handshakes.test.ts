import { createHash, createHmac } from 'node:crypto';
import { testNowMs } from '../../support/clock.ts';
import { ask, hmac, receiver, handshakeSecret as secret } from '../../support/handshakes.ts';
import { testIngress } from '../../support/ingress-fakes.ts';

/* How providers try out an endpoint before they deliver to it, and what nobody gets by imitating them. */

test.each([
  ['nylas', { challenge: 'abc123' }, 'abc123'],
  ['dropbox', { challenge: 'abc123' }, 'abc123'],
  ['youtube-websub', { 'hub.challenge': 'abc123', 'hub.mode': 'subscribe' }, 'abc123'],
  ['ibm-watson-stt', { challenge_string: 'abc123' }, 'abc123'],
])('%s: a GET is answered with its challenge, as plain text', async (provider, query, expected) => {
  const ingress = receiver(provider);
  const reply = await ask(ingress, { method: 'GET', query });
  expect(reply).toMatchObject({ outcome: 'handshake', status: 200, body: expected });
  expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
  expect(ingress.ledger.handshakes).toHaveLength(1);
  expect(ingress.ledger.events.size + ingress.ledger.queued.length).toBe(0);
});

test('a source that is not configured for a handshake answers none', async () => {
  const get = {
    method: 'GET',
    query: { challenge: 'a', 'hub.challenge': 'a', validationToken: 'a' },
  };
  expect(await ask(receiver('github'), get)).toMatchObject({
    outcome: 'method-not-allowed',
    status: 405,
  });
  const posted = { body: '{"type":"url_verification","challenge":"a"}' };
  expect((await ask(receiver('github'), posted)).outcome).toBe('signature-missing');
});

test('a GET that is no handshake is refused where deliveries are posted', async () => {
  expect((await ask(receiver('nylas'), { method: 'GET' })).outcome).toBe('method-not-allowed');
});

test('a verify token must be the stored one', async () => {
  const secrets = { current: { signing: secret, token: 'verify-me' } };
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' };
  for (const [token, outcome] of [
    ['verify-me', 'handshake'],
    ['verify-you', 'token-mismatch'],
    ['', 'token-mismatch'],
  ] as const) {
    const asked = { method: 'GET', query: { ...query, 'hub.verify_token': token } };
    const reply = await ask(receiver('meta', {}, secrets), asked);
    expect(reply.outcome).toBe(outcome);
    expect(reply.body.includes('1158201444')).toBe(outcome === 'handshake');
  }
});

/* Published vector: frain-dev/convoy, crc_test.go. */
test('X: the CRC token is answered with its HMAC', async () => {
  const ingress = receiver('x-twitter', {}, { current: { signing: 'Convoy' } });
  const reply = await ask(ingress, { method: 'GET', query: { crc_token: 'uzwcfYtzr9' } });
  expect(JSON.parse(reply.body)).toEqual({
    response_token: 'sha256=HXvxTdsfShG6k2zC9NVANwFquJBdOugRYHax2vNiiOo=',
  });
});

test('LinkedIn: the challenge code is answered with its HMAC', async () => {
  const reply = await ask(receiver('linkedin'), { method: 'GET', query: { challengeCode: 'a-1' } });
  expect(JSON.parse(reply.body)).toEqual({
    challengeCode: 'a-1',
    challengeResponse: hmac('a-1', 'hex'),
  });
});

test('no answer signs what could be an event', async () => {
  for (const crc_token of ['{"for_user_id":"1"}', 'hmacsha256={}', 'a b', '', 'x'.repeat(300)]) {
    const reply = await ask(receiver('x-twitter'), { method: 'GET', query: { crc_token } });
    expect(reply.outcome).toBe('handshake-malformed');
    expect(reply.body).not.toContain('sha256=');
  }
});

test('a body that an answer has signed is no event', async () => {
  const ingress = receiver('x-twitter');
  const body = 'uzwcfYtzr9';
  const headers = { 'x-twitter-webhooks-signature': `sha256=${hmac(body, 'base64')}` };
  expect((await ask(ingress, { body, headers })).outcome).toBe('signature-mismatch');
  const event = '{"for_user_id":"1"}';
  const genuine = { 'x-twitter-webhooks-signature': `sha256=${hmac(event, 'base64')}` };
  expect((await ask(ingress, { body: event, headers: genuine })).outcome).toBe('accepted');
});

const timestamp = String(testNowMs / 1000);

test('Zoom: the validation is answered when it is signed, and only then', async () => {
  const body =
    '{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}';
  const headers = {
    'x-zm-request-timestamp': timestamp,
    'x-zm-signature': `v0=${hmac(`v0:${timestamp}:${body}`, 'hex')}`,
  };
  const reply = await ask(receiver('zoom'), { body, headers });
  expect(JSON.parse(reply.body)).toEqual({
    plainToken: 'qgg8vlvZRS6UYooatFL8Aw',
    encryptedToken: hmac('qgg8vlvZRS6UYooatFL8Aw', 'hex'),
  });
  expect((await ask(receiver('zoom'), { body })).outcome).toBe('signature-missing');
});

test('Slack: the challenge of a signed request is echoed', async () => {
  const body = '{"type":"url_verification","challenge":"3eZbrw1a"}';
  const headers = {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hmac(`v0:${timestamp}:${body}`, 'hex')}`,
  };
  expect(await ask(receiver('slack'), { body, headers })).toMatchObject({
    outcome: 'handshake',
    body: '3eZbrw1a',
  });
  expect((await ask(receiver('slack'), { body })).outcome).toBe('signature-missing');
});

test('Microsoft Graph: the validation token is echoed', async () => {
  const secrets = { current: { token: 'client-state' } };
  const ingress = receiver('ms-graph', {}, secrets);
  const reply = await ask(ingress, { query: { validationToken: 'Validation: <b>' } });
  expect(reply).toMatchObject({ outcome: 'handshake', status: 200, body: 'Validation: <b>' });
  expect(reply.headers['content-type']).toMatch(/^text\/plain/);
});

test('Event Grid: the validation code is returned, and OPTIONS names the origin', async () => {
  const ingress = receiver('azure-event-grid', {}, { current: { token: 'code' } });
  const validation = {
    body: '[{"id":"1","data":{"validationCode":"512d38b6"}}]',
    headers: { 'aeg-event-type': 'SubscriptionValidation' },
  };
  const reply = await ask(ingress, { ...validation, query: { code: 'code' } });
  expect(JSON.parse(reply.body)).toEqual({ validationResponse: '512d38b6' });
  expect((await ask(ingress, validation)).outcome).toBe('token-missing');
  const options = await ask(ingress, {
    method: 'OPTIONS',
    headers: { 'WebHook-Request-Origin': 'eventgrid.azure.net' },
  });
  expect(options.headers['WebHook-Allowed-Origin']).toBe('eventgrid.azure.net');
});

test('Okta: the challenge header is returned to whoever shows the token', async () => {
  const ingress = receiver('okta', {}, { current: { token: 'okta-token' } });
  const headers = { 'x-okta-verification-challenge': 'xyz' };
  const right = { method: 'GET', headers: { ...headers, authorization: 'okta-token' } };
  expect(JSON.parse((await ask(ingress, right)).body)).toEqual({ verification: 'xyz' });
  expect((await ask(ingress, { method: 'GET', headers })).outcome).toBe('token-missing');
});

test('Asana: the handed secret is stored once, echoed, and then proves events', async () => {
  const ingress = receiver('asana', {}, {});
  const handed = { headers: { 'X-Hook-Secret': secret } };
  const reply = await ask(ingress, handed);
  expect(reply).toMatchObject({ outcome: 'handshake', status: 200, body: '' });
  expect(reply.headers['X-Hook-Secret']).toBe(secret);
  const body = '{"events":[]}';
  const headers = { 'x-hook-signature': hmac(body, 'hex') };
  expect((await ask(ingress, { body, headers })).outcome).toBe('accepted');
  const second = await ask(ingress, { headers: { 'X-Hook-Secret': 'of-an-attacker' } });
  expect(second.outcome).toBe('signature-missing');
  expect(
    (
      await ask(ingress, {
        body: '{"events":[1]}',
        headers: {
          'x-hook-signature': createHmac('sha256', 'of-an-attacker')
            .update('{"events":[1]}')
            .digest('hex'),
        },
      })
    ).outcome,
  ).toBe('signature-mismatch');
});

test('Discord: a ping is answered, and a bad signature with 401', async () => {
  const ingress = receiver('discord', {}, { current: { signing: 'ab'.repeat(32) } });
  const reply = await ask(ingress, {
    body: '{"type":1}',
    headers: { 'x-signature-ed25519': '00'.repeat(64), 'x-signature-timestamp': timestamp },
  });
  expect(reply).toMatchObject({ outcome: 'signature-mismatch', status: 401 });
});

test('Xero: a bad signature is answered 401, a good one 200 with no body', async () => {
  const body = '{"events":[]}';
  const good = { body, headers: { 'x-xero-signature': hmac(body, 'base64') } };
  expect(await ask(receiver('xero'), good)).toMatchObject({
    outcome: 'accepted',
    status: 200,
    body: '',
  });
  const bad = { body, headers: { 'x-xero-signature': hmac('other', 'base64') } };
  expect(await ask(receiver('xero'), bad)).toMatchObject({
    outcome: 'signature-mismatch',
    status: 401,
  });
});

test('Braintree: the challenge is answered with the HMAC under the digest of the private key', async () => {
  const ingress = receiver('braintree', { settings: { publicKey: 'public' } });
  const query = { bt_challenge: '20f9f8ed05f77439fe955c977e4c8a53' };
  const key = createHash('sha1').update(secret).digest();
  const expected = createHmac('sha1', key).update(query.bt_challenge).digest('hex');
  expect((await ask(ingress, { method: 'GET', query })).body).toBe(`public|${expected}`);
});

test("a source of one's own says its handshake and its replies", async () => {
  const config = {
    token: { header: 'X-Secret' },
    replies: { accepted: { json: { code: '0', seen: '{json:id}' } }, rejectedStatus: 401 },
    handshakes: [
      {
        when: { method: 'GET', has: { query: 'probe' } },
        proof: 'checks',
        reply: { text: 'pong {query:probe}' },
      },
    ],
  };
  const ingress = testIngress({ it: config }, { it: { current: { token: 'shared' } } });
  const headers = { 'X-Secret': 'shared' };
  const probe = { method: 'GET', query: { probe: '7' } };
  expect(await ask(ingress, { ...probe, headers })).toMatchObject({
    outcome: 'handshake',
    body: 'pong 7',
  });
  expect(await ask(ingress, probe)).toMatchObject({ outcome: 'token-missing', status: 401 });
  const accepted = await ask(ingress, { headers, body: '{"id":"e-1"}' });
  expect(JSON.parse(accepted.body)).toEqual({ code: '0', seen: 'e-1' });
});

test('a handshake is refused to an address that is not allowed', async () => {
  const ingress = receiver('nylas', { allowList: ['203.0.113.1'] });
  const asked = { method: 'GET', query: { challenge: 'abc' } };
  expect((await ask(ingress, asked)).outcome).toBe('ip-not-allowed');
  expect((await ask(ingress, { ...asked, from: '203.0.113.1' })).outcome).toBe('handshake');
});
