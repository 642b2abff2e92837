import type { Body } from '../../cli/console/kept-body.ts';
import { withoutSecret } from '../../cli/console/secret-in-body.ts';
import type { Target } from '../../cli/target.ts';
import { type AwsStandIn, awsStandIn, refused } from '../support/aws-stand-in.ts';
import { targetAt } from '../support/doctor.ts';

/* The shared secret that some senders put into the body stays on the server. */

const token = 'p"q/ä+secret&more';
let aws: AwsStandIn;
let target: Target;

beforeAll(async () => {
  aws = await awsStandIn();
  const signature = {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'X-Signature',
    encoding: 'hex',
  };
  target = targetAt(aws.url, {
    json: { token: { json: 'auth.token' } },
    form: { token: { form: 'token' } },
    shop: { token: { json: 'token' }, tenants: true },
    header: { token: { header: 'X-Secret' }, signature },
  });
});
afterAll(() => aws.stop());
beforeEach(() => {
  aws.answers.set('GetSecretValue', ({ VersionStage }) =>
    VersionStage === 'AWSCURRENT' ? { SecretString: token } : { SecretString: 'the one before' },
  );
});

const shown = (source: string, body: string): Promise<Body> =>
  withoutSecret(
    target,
    target.sources.find(({ id }) => id === source),
    Buffer.from(body),
  );
const textOf = (body: Body) => (body.kind === 'bytes' ? Buffer.from(body.bytes).toString() : body);

test.each([
  ['json', JSON.stringify({ auth: { token }, a: 1 }), '{"auth":{"token":"[redacted]"},"a":1}'],
  ['json', '{"auth":{"token":"the one before"}}', '{"auth":{"token":"[redacted]"}}'],
  ['form', new URLSearchParams({ a: '1', token }).toString(), 'a=1&token=[redacted]'],
  ['form', `token=${encodeURIComponent(token)}&b=2`, 'token=[redacted]&b=2'],
])('blanks it out of a %s body: %s', async (source, body, wanted) => {
  const result = await shown(source, body);
  expect(textOf(result)).toBe(wanted);
  expect(result).toMatchObject({ isBlanked: true });
});

test('a body that may hold one that nobody knows any more is not shown', async () => {
  expect(await shown('json', '{"auth":{"token":"an old one"}}')).toEqual({
    kind: 'none',
    why: 'it may hold a shared secret that was replaced since',
  });
  expect(await shown('gone', '{}')).toMatchObject({ kind: 'none' });
});

test('a body whose secret may not be read is not shown', async () => {
  aws.answers.set('GetSecretValue', () => refused('secretsmanager:GetSecretValue'));
  expect(await shown('form', `token=x`)).toMatchObject({ kind: 'none' });
});

test('other bodies are shown as they are, and no secret is read for them', async () => {
  aws.answers.set('GetSecretValue', () => refused('secretsmanager:GetSecretValue'));
  expect(textOf(await shown('header', '{"a":1}'))).toBe('{"a":1}');
});

test('of a source with tenants it is the secret of the one who sent it', async () => {
  aws.answers.set('GetSecretValue', ({ SecretId }) => ({ SecretString: `<${SecretId}>` }));
  const body = Buffer.from('{"token":"<sallyport/test/shop/acme>"}');
  const shop = target.sources.find(({ id }) => id === 'shop');
  if (shop === undefined) throw new Error('no source');
  expect(textOf(await withoutSecret(target, { ...shop, tenant: 'acme' }, body))).toBe(
    '{"token":"[redacted]"}',
  );
  for (const owner of [shop, { ...shop, tenant: 'globex' }])
    expect(await withoutSecret(target, owner, body)).toMatchObject({ kind: 'none' });
});
