import fc from 'fast-check';
import { cloudEventHeaders, cloudEventJson } from '../../../lambda/worker/cloud-event.ts';
import { deliveredEvent, recordId } from '../../support/destinations.ts';

const unlimited = Number.MAX_SAFE_INTEGER;
const jsonOf = (...event: Parameters<typeof deliveredEvent>) =>
  JSON.parse(cloudEventJson(deliveredEvent(...event), 'prod', unlimited));

test('an event is a CloudEvent with its JSON as data', () => {
  expect(jsonOf('{"a":[1,null]}')).toEqual({
    specversion: '1.0',
    id: recordId,
    source: '/sallyport/prod/bank',
    type: 'transfer.settled',
    subject: 'evt_1',
    time: '2026-11-23T10:00:00.000Z',
    datacontenttype: 'application/json; charset=utf-8',
    idempotencykey: 'id:evt_1',
    strength: 'signed',
    provider: 'generic',
    data: { a: [1, null] },
  });
});

test('the data is the text that was received: no number loses a digit and no field its order', () => {
  const body = ' {"b":1.10, "a":12345678901234567890, "b":2}\n';
  expect(cloudEventJson(deliveredEvent(body), 'prod', unlimited)).toContain(`"data":${body}}`);
});

test('what a callback was minted with comes along with its answer', () => {
  const callback = { ref: 'ORDER-42', data: { cart: 7 }, use: 1, uses: 1 };
  expect(jsonOf('{}', { callback, tenant: 'acme' })).toMatchObject({
    callbackref: 'ORDER-42',
    callbackdata: '{"cart":7}',
    tenant: 'acme',
  });
  expect(jsonOf('{}', { callback: { ...callback, data: undefined } })).not.toHaveProperty(
    'callbackdata',
  );
});

test.each<[string, string | Uint8Array, string | undefined, object]>([
  [
    'JSON by a name of its own',
    '{}',
    'application/vnd.bank+json',
    { datacontenttype: 'application/vnd.bank+json', data: {} },
  ],
  [
    'JSON that is called text',
    '[1]',
    'text/plain',
    { datacontenttype: 'application/json', data: [1] },
  ],
  ['JSON without a name', '5', undefined, { datacontenttype: 'application/json', data: 5 }],
  [
    'a form that reads like a number',
    '5',
    'application/x-www-form-urlencoded',
    { datacontenttype: 'application/x-www-form-urlencoded', data_base64: 'NQ==' },
  ],
  [
    'a form',
    'a=b',
    'application/x-www-form-urlencoded',
    { datacontenttype: 'application/x-www-form-urlencoded', data_base64: 'YT1i' },
  ],
  [
    'broken JSON',
    '{"a":',
    'application/json',
    { datacontenttype: 'application/json', data_base64: 'eyJhIjo=' },
  ],
  [
    'JSON that is no UTF-8',
    Buffer.from([0x22, 0xff, 0x22]),
    'application/json',
    { datacontenttype: 'application/json', data_base64: 'Iv8i' },
  ],
  [
    'JSON behind a byte order mark',
    Buffer.from('\ufeff{}'),
    'application/json',
    { datacontenttype: 'application/json', data_base64: '77u/e30=' },
  ],
  [
    'bytes without a name',
    Buffer.from([0, 1]),
    undefined,
    { datacontenttype: 'application/octet-stream', data_base64: 'AAE=' },
  ],
  [
    'a content type that is none',
    'a',
    'text\u0001',
    { datacontenttype: 'application/octet-stream', data_base64: 'YQ==' },
  ],
])('%s', (_name, body, contentType, expected) => {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  const event = jsonOf(body, { headers });
  expect(event).toMatchObject(expected);
  expect('data' in event && 'data_base64' in event).toBe(false);
});

test('an event without a body has no data, and one without type and id is called what it is', () => {
  const event = jsonOf('', { eventType: '', eventId: '' });
  expect(event).toMatchObject({ type: 'webhook.received' });
  for (const name of ['data', 'data_base64', 'datacontenttype', 'subject'])
    expect(event).not.toHaveProperty(name);
});

test('data that its way does not carry is named, and not sent', () => {
  const event = deliveredEvent(JSON.stringify({ text: 'ä'.repeat(1000) }));
  const whole = cloudEventJson(event, 'prod', unlimited);
  const size = Buffer.byteLength(whole);
  expect(cloudEventJson(event, 'prod', size)).toBe(whole);
  const named = JSON.parse(cloudEventJson(event, 'prod', size - 1));
  expect(named).toMatchObject({ id: recordId, dataref: recordId, subject: 'evt_1' });
  expect(named).not.toHaveProperty('data');
});

test('what a sender wrote into id and type breaks no rule of attributes', () => {
  const event = jsonOf('{}', {
    eventType: `a\u0000b\ud800${'x'.repeat(300)}`,
    eventId: 'y'.repeat(1025),
  });
  expect(event.type).toMatch(/^a\ufffdb\ufffdx+$/);
  expect(event.type).toHaveLength(256);
  expect(event).not.toHaveProperty('subject');
});

test('the message holds no character that SQS refuses, whatever the body and the names hold', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  fc.assert(
    fc.property(fc.jsonValue(), text, text, (value, eventId, eventType) => {
      const body = JSON.stringify(value);
      const message = cloudEventJson(
        deliveredEvent(body, { eventId, eventType }),
        'prod',
        unlimited,
      );
      expect(message).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      expect(JSON.parse(message).data).toEqual(JSON.parse(body));
    }),
  );
});

test('a body that is nested as deep as it is long goes through', () => {
  const body = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
  expect(cloudEventJson(deliveredEvent(body), 'prod', unlimited)).toContain(body);
});

test('in HTTP the attributes are headers, in percent-encoding, and the content type is the received one', () => {
  const event = deliveredEvent('{}', {
    eventType: 'Euro € 😀',
    eventId: '50%"',
    headers: { 'content-type': 'text/xml' },
  });
  expect(cloudEventHeaders(event, 'prod')).toEqual({
    'content-type': 'text/xml',
    'ce-specversion': '1.0',
    'ce-id': recordId,
    'ce-source': '/sallyport/prod/bank',
    'ce-type': 'Euro%20%E2%82%AC%20%F0%9F%98%80',
    'ce-subject': '50%25%22',
    'ce-time': '2026-11-23T10:00:00.000Z',
    'ce-idempotencykey': 'id:evt_1',
    'ce-strength': 'signed',
    'ce-provider': 'generic',
  });
  expect(cloudEventHeaders(deliveredEvent('', { headers: {} }), 'prod')).not.toHaveProperty(
    'content-type',
  );
  expect(cloudEventHeaders(deliveredEvent('x', { headers: {} }), 'prod')).toMatchObject({
    'content-type': 'application/octet-stream',
  });
});

test('no header holds anything but printable ASCII, whatever the names hold', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  fc.assert(
    fc.property(text, text, (eventId, eventType) => {
      const headers = cloudEventHeaders(deliveredEvent('{}', { eventId, eventType }), 'prod');
      for (const value of Object.values(headers)) expect(value).toMatch(/^[ -~]+$/);
    }),
  );
});
