import { keyAddress } from '../../../lambda/ingress/key-address.ts';
import { normalize } from '../../../lambda/ingress/normalize.ts';
import type { Source } from '../../../lambda/model/source.ts';
import { systemClock } from '../../../lambda/model/time.ts';
import { rawRequest } from '../../support/requests.ts';

/* A forger who could name the key would be believed: an address in a request counts on the sender's own hosts alone. */

const addressIn = (url: string, hosts: readonly string[], settings = {}) => {
  const raw = rawRequest({ source: 'it', headers: { 'x-cert': url } });
  const request = normalize(raw, { clock: systemClock, newId: () => 'id' });
  const key = { url: { header: 'x-cert' }, hosts, pathSuffix: '.pem', answers: 'pem' } as const;
  return keyAddress(key, request, { settings } as unknown as Source);
};

const sns = ['sns.*.amazonaws.com', 'sns.*.amazonaws.com.cn'];

test.each([
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
  'https://sns.cn-north-1.amazonaws.com.cn/SimpleNotificationService-1.pem',
])('%s is an address of Amazon SNS', (address) => {
  expect(addressIn(address, sns)).toEqual({ address });
});

test.each([
  'http://sns.eu-west-1.amazonaws.com/key.pem',
  'https://sns.eu-west-1.amazonaws.com.evil.example/key.pem',
  'https://evil.example/sns.eu-west-1.amazonaws.com/key.pem',
  'https://sns.eu-west-1.amazonaws.com:8443/key.pem',
  'https://user@sns.eu-west-1.amazonaws.com/key.pem',
  'https://sns.a.b.amazonaws.com/key.pem',
  'https://bucket.s3.amazonaws.com/key.pem',
  'https://sns.evil.example\\.eu-west-1.amazonaws.com/key.pem',
  'https://sns.eu-west-1.amazonaws.com/?Action=Publish&x=.pem',
  'file:///etc/passwd',
  'not an address',
])('%s is not', (address) => {
  expect(addressIn(address, sns)).toBe('signature-malformed');
});

test('a setting may be part of the address', () => {
  const raw = rawRequest({ source: 'it' });
  const request = normalize(raw, { clock: systemClock, newId: () => 'id' });
  const key = {
    url: 'https://{setting:domain}/.well-known/jwks.json',
    hosts: ['{setting:domain}'],
    answers: 'jwks',
  } as const;
  const source = { settings: { domain: 'example.kinde.com' } } as unknown as Source;
  expect(keyAddress(key, request, source)).toEqual({
    address: 'https://example.kinde.com/.well-known/jwks.json',
  });
});
