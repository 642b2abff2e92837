import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/local-run.ts';
import { hmacHex } from '../support/requests.ts';
import { laneSources, waysSources } from '../support/stack.ts';

/* `cdk synth` as a user calls it, without an AWS account. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-cdk-'));
/** What a synthesis has for its temporary files. */
const temporary = join(folder, 'temporary');
mkdirSync(temporary);

const synth = (args: readonly string[]) =>
  run('env', [
    `TMPDIR=${temporary}`,
    'node',
    'node_modules/aws-cdk/bin/cdk',
    'synth',
    '--strict',
    '--quiet',
    '-o',
    join(folder, 'out'),
    ...args,
  ]);

test('synthesises strictly, with the template validator on', async () => {
  const { code, stderr } = await synth([]);
  expect(stderr).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
  const template = readFileSync(join(folder, 'out', 'sallyport-prod.template.json'), 'utf8');
  expect(JSON.parse(template).Outputs).toHaveProperty('UrlBank');
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  expect(context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);
  expect(readdirSync(temporary).filter((name) => name.startsWith('sallyport'))).toEqual([]);
}, 120_000);

test('keeps the code of the functions where an assembly without copies points', async () => {
  const { code } = await synth(['--no-staging', '-c', 'stage=unstaged']);
  expect(code).toBe(0);
  const template = readFileSync(join(folder, 'out', 'sallyport-unstaged.template.json'), 'utf8');
  const [, path = ''] = /"aws:asset:path": "([^"]+)"/.exec(template) ?? [];
  expect(existsSync(join(path, 'index.js'))).toBe(true);
}, 120_000);

test('takes a JSON configuration and a stage', async () => {
  const file = join(folder, 'receiver.json');
  writeFileSync(file, JSON.stringify({ sources: { mpesa: { allowList: ['196.201.214.200'] } } }));
  const { code } = await synth(['-c', `config=${file}`, '-c', 'stage=dev']);
  expect(code).toBe(0);
  const template = readFileSync(join(folder, 'out', 'sallyport-dev.template.json'), 'utf8');
  expect(template).not.toContain('AWS::SecretsManager::Secret');
}, 120_000);

test('takes sources with queues of their own', async () => {
  const file = join(folder, 'lanes.json');
  writeFileSync(file, JSON.stringify({ sources: laneSources }));
  const { code, stderr } = await synth(['-c', `config=${file}`, '-c', 'stage=lanes']);
  expect(stderr).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
  const template = readFileSync(join(folder, 'out', 'sallyport-lanes.template.json'), 'utf8');
  expect(template).toContain('"sallyport_lanes_ordered.fifo"');
}, 120_000);

test('takes callbacks, tenants and destinations of each kind', async () => {
  const file = join(folder, 'ways.json');
  writeFileSync(file, JSON.stringify({ sources: waysSources }));
  const values = ['stage=ways', 'callbacksBaseUrl=https://cdn.example.com', 'nag=aws,serverless'];
  const { code, stderr } = await synth(
    [`config=${file}`, ...values].flatMap((value) => ['-c', value]),
  );
  expect(stderr).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
  const text = readFileSync(join(folder, 'out', 'sallyport-ways.template.json'), 'utf8');
  const { Outputs } = JSON.parse(text);
  expect(Outputs.UrlPrompt.Value).toBe('https://cdn.example.com/callbacks/prompt');
  expect(text).toContain('"sallyport/ways/payments/to/partner"');
}, 120_000);

test('leaves no secret of a golden vector in what it writes', async () => {
  const secret = 'planted-vector-secret';
  const body = '{"id":"e1"}';
  const bank = {
    signature: { kind: 'hmac', algorithm: 'sha256', header: 'X-Signature', encoding: 'hex' },
    vectors: [{ secret, headers: { 'X-Signature': hmacHex(secret, body) }, body }],
  };
  const file = join(folder, 'vectors.json');
  writeFileSync(file, JSON.stringify({ sources: { bank } }));
  const { code } = await synth(['-c', `config=${file}`, '-c', 'stage=vectors']);
  expect(code).toBe(0);
  const written = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, 'out', name))
    .filter((path) => statSync(path).isFile());
  // The functions' bundles are among them, with the sources beside the code.
  const sources = written.filter((path) => readFileSync(path, 'utf8').includes('"id":"bank"'));
  expect(sources.length).toBeGreaterThan(0);
  expect(written.filter((path) => readFileSync(path, 'utf8').includes(secret))).toEqual([]);
}, 120_000);

const replicaKeyArn =
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('passes all rule packs when they are asked for', async () => {
  const { code, stderr } = await synth(['-c', 'nag=aws,serverless,nist5,pci,hipaa']);
  expect(stderr).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
}, 120_000);

test('takes the choices of a deployment from the context', async () => {
  const { code, stderr } = await synth(
    [
      'stage=chosen',
      'canary=true',
      'provisionedConcurrency=2',
      'reserveConcurrency=false',
      'replicaRegions=eu-central-1',
      `replicaKeyArns=${replicaKeyArn}`,
    ].flatMap((choice) => ['-c', choice]),
  );
  expect(stderr).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
  const template = readFileSync(join(folder, 'out', 'sallyport-chosen.template.json'), 'utf8');
  expect(template).toContain('CodeDeployDefault.LambdaCanary10Percent5Minutes');
  expect(template).toContain('"ProvisionedConcurrentExecutions": 2');
  expect(template).not.toContain('ReservedConcurrentExecutions');
  // Of the table and of each secret.
  expect(template.split(replicaKeyArn).length).toBeGreaterThan(3);
}, 120_000);

test('stops with one line for each context value that is refused', async () => {
  const bad = ['canary=maybe', 'provisionedConcurrency=-1', 'reserveConcurrency=1', 'standby=2'];
  const worse = ['replicaRegions=Frankfurt', 'replicaKeyArns=key', 'replicaKeyArn=key'];
  const worst = ['callbacksBaseUrl=http://cdn.example.com', 'durableFunctionArns=orders'];
  const values = [...bad, ...worse, ...worst];
  const { code, stderr } = await synth(values.flatMap((value) => ['-c', value]));
  expect(code).not.toBe(0);
  const lines = stderr.match(/^sallyport: .*/gm) ?? [];
  expect(lines).toHaveLength(values.length);
  for (const value of values) {
    const [name, given] = value.split('=');
    expect(lines.join('\n')).toContain(`context ${name}: "${given}" is refused: use `);
  }
}, 120_000);

test.each([
  ['nag=aws,cis', 'context nag: "aws,cis" is refused: use aws, serverless, nist5, pci, hipaa'],
  ['replicaRegions=eu-central-1', 'storage.replicaKeyArns names no key of this Region'],
])(
  'stops with one line when the context has %s',
  async (value, problem) => {
    const { code, stderr } = await synth(['-c', value]);
    expect(code).not.toBe(0);
    const lines = stderr.match(/^sallyport: .*/gm) ?? [];
    expect(lines).toEqual([expect.stringContaining(problem)]);
  },
  120_000,
);

test('stops with one line a problem when the configuration is wrong', async () => {
  const file = join(folder, 'bad.json');
  writeFileSync(
    file,
    JSON.stringify({ sources: { open: {}, bad: { allowList: ['1.2.3.4/99'] } } }),
  );
  const { code, stderr } = await synth(['-c', `config=${file}`]);
  expect(code).not.toBe(0);
  expect(stderr.match(/^sallyport: /gm)).toHaveLength(2);
}, 120_000);
