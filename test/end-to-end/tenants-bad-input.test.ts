import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type LocalRun, sallyport, startLocalRun, temporaryData } from '../support/local-run.ts';

/* What operators get wrong about tenants: one clear line each, and nothing is changed. */

const data = temporaryData();
let local: LocalRun;

const signature = { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' };
const sources = {
  shop: { tenants: true, signature },
  both: { tenants: true, signature, token: { header: 'X-Token' } },
  single: { signature },
};

const cli = (args: readonly string[], stdin = '') => sallyport(data.path, args, stdin);

beforeAll(async () => {
  const config = join(dirname(data.path), 'receiver.json');
  writeFileSync(config, JSON.stringify({ sources }));
  local = await startLocalRun(data.path, ['--config', config, '--no-samples']);
  await cli(['tenants', 'create', 'shop', 'acme'], 'secret-of-acme');
});

afterAll(async () => {
  await local.end('SIGTERM');
  data.remove();
});

test.each([
  [['tenants', 'create', 'shop', 'Acme'], 2, /"Acme" is no name of a tenant: use 1 to 64 lower/],
  [['tenants', 'create', 'shop', 'to'], 2, /"to" is no name of a tenant: .* and not "to"$/],
  [['tenants', 'create', 'shop', 'a/b'], 2, /"a\/b" is no name of a tenant/],
  [['tenants', 'create', 'single', 'acme'], 2, /source "single" has no tenants: set tenants: true/],
  [['tenants', 'create', 'none', 'acme'], 2, /source "none" is not configured/],
  [
    ['tenants', 'create', 'shop', 'acme', '--generate'],
    1,
    /tenant "acme" of "shop" exists already/,
  ],
  [['tenants', 'create', 'shop', 'new'], 2, /the secret is empty: pipe its value/],
  [['tenants', 'create', 'both', 'new'], 2, /source "both" has two secrets: add --field/],
  [['tenants', 'create', 'shop', 'new', '--field', 'token'], 2, /has no token secret/],
  [['tenants', 'create', 'shop', 'new', '--generate', '--no-value'], 2, /exclude each other/],
  [['tenants', 'list', 'single'], 2, /source "single" has no tenants/],
  [['tenants', 'delete', 'shop', 'nobody', '--yes'], 1, /"nobody" of "shop" cannot be deleted/],
  [
    ['tenants', 'delete', 'shop', 'acme', '--yes', '--recovery-days', '3'],
    2,
    /"3" is refused: use 7 to 30 days/,
  ],
  [['tenants', 'restore', 'shop', 'nobody'], 1, /"nobody" of "shop" cannot be restored/],
  [['secrets', 'set', 'shop'], 2, /source "shop" has tenants: add --tenant TENANT$/],
  [['secrets', 'set', 'single', '--tenant', 'acme'], 2, /source "single" has no tenants: leave/],
  [['send', 'single', '--tenant', 'acme'], 2, /source "single" has no tenants: leave --tenant out/],
  [
    ['send', 'shop', '--tenant', 'nobody'],
    1,
    /"nobody" of "shop" does not exist, or has no secret/,
  ],
])('sallyport %j ends with %i and one line', async (args, code, line) => {
  const finished = await cli(args);
  expect(finished.code).toBe(code);
  expect(finished.stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(finished.stderr.trimEnd()).toMatch(line);
});

test('a secret cannot be set for a tenant that does not exist', async () => {
  const finished = await cli(['secrets', 'set', 'shop', '--tenant', 'nobody'], 'secret');
  expect(finished).toMatchObject({ code: 1, stdout: '' });
  expect(finished.stderr).toBe(
    'sallyport: tenant "nobody" of "shop" does not exist: sallyport tenants create shop nobody\n',
  );
});
