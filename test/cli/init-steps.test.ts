import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { handlerState } from '../../cli/init/handler-state.ts';
import { nextSteps, type Written } from '../../cli/init/next-steps.ts';
import { stepsText } from '../../cli/init/print-steps.ts';
import { listHandlers } from '../../lambda/config/list-handlers.ts';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import type { ReceiverConfig } from '../../lambda/config/receiver-config.ts';

const example = { handled: new Set(['*']), unmatched: [] };

function stepsFor(configs: ReceiverConfig['sources'], more: Partial<Written> = {}) {
  const sources = readConfig({ sources: configs }, presets);
  return nextSteps({ file: 'receiver.config.ts', configs, sources, handlers: example, ...more });
}

const commands = (steps: ReturnType<typeof stepsFor>) => steps.flatMap(({ run }) => run ?? []);
const stored = (steps: ReturnType<typeof stepsFor>) =>
  commands(steps).filter((run) => run.includes('secrets set'));

test('the laptop comes first, then handlers, then the account', () => {
  const steps = stepsFor({ stripe: { provider: 'stripe' } });
  expect(commands(steps)).toEqual([
    'npm start',
    'npx sallyport send stripe',
    'npx cdk bootstrap',
    'npx cdk deploy',
    'printf %s "$SECRET" | npx sallyport secrets set stripe --stack sallyport-prod',
    'npx sallyport sources list --stack sallyport-prod',
    'npx sallyport doctor --stack sallyport-prod',
  ]);
  expect([...new Set(steps.map(({ where }) => where))]).toEqual([
    'laptop',
    'handlers',
    'deployment',
  ]);
});

test('a file of another name is named wherever a command needs it', () => {
  const steps = stepsFor({ stripe: { provider: 'stripe' } }, { file: "my conf's.ts" });
  const name = "'my conf'\\''s.ts'";
  expect(commands(steps)).toEqual(
    expect.arrayContaining([
      `npm start -- --config ${name}`,
      `npx cdk deploy -c config=${name}`,
      `npx sallyport doctor --stack sallyport-prod --config ${name}`,
    ]),
  );
});

test('each secret is stored in its field, a public key from its file, and none where none is needed', () => {
  expect(stored(stepsFor({ meta: { provider: 'meta' } }))).toEqual([
    'printf %s "$SECRET" | npx sallyport secrets set meta --field token --stack sallyport-prod',
    'printf %s "$SECRET" | npx sallyport secrets set meta --field signing --stack sallyport-prod',
  ]);
  expect(stored(stepsFor({ discord: { provider: 'discord' } }))).toEqual([
    'npx sallyport secrets set discord --stack sallyport-prod < key.pem',
  ]);
  expect(stored(stepsFor({ sns: { provider: 'sns', settings: { topicArn: 'a' } } }))).toEqual([]);
  const asana = stepsFor({ asana: { provider: 'asana' } });
  expect(stored(asana)).toEqual([]);
  expect(stepsText(asana)).toContain('store no secret for asana: its sender hands one over');
});

test('a placeholder of an address is to be replaced', () => {
  const withUrl = (publicUrl: string) =>
    stepsText(stepsFor({ twilio: { provider: 'twilio', publicUrl } }));
  expect(withUrl('https://hooks.example.com/hooks/twilio')).toContain(
    'is a placeholder, and deploy',
  );
  expect(withUrl('https://hooks.acme.test/hooks/twilio')).not.toContain('placeholder');
});

test('a recipe without a vector is to be proved', () => {
  const signature = { kind: 'hmac', algorithm: 'sha256', header: 'X', encoding: 'hex' } as const;
  expect(stepsText(stepsFor({ bank: { signature } }))).toContain('recipe learn request.http');
  expect(stepsText(stepsFor({ stripe: { provider: 'stripe' } }))).not.toContain('recipe learn');
});

test('who handles the events until a handler is written depends on the handlers there are', () => {
  const text = (handled: readonly string[]) =>
    stepsText(
      stepsFor(
        { stripe: { provider: 'stripe' } },
        { handlers: { handled: new Set(handled), unmatched: [] } },
      ),
    ).replaceAll(/\s+/g, ' ');
  expect(text(['*'])).toContain('until then the handler of source "*" takes them');
  expect(text([])).toContain('until then they are done as skipped');
  expect(text(['stripe'])).not.toContain('lambda/handlers/stripe.ts');
});

test('handlers of sources that are gone, and broken ones, come before everything else', () => {
  const unmatched = [{ file: 'lambda/handlers/old.ts', source: 'old' }];
  const [first] = stepsFor(
    { stripe: { provider: 'stripe' } },
    { handlers: { handled: new Set(['old']), unmatched } },
  );
  expect(first).toEqual({
    where: 'first',
    what: 'lambda/handlers/old.ts takes source "old", which is not configured, so nothing starts: change its source, move the file away, or configure "old"',
  });
  const [broken] = stepsFor(
    { stripe: { provider: 'stripe' } },
    { handlers: { handled: new Set(), unmatched: [], failure: 'no such package' } },
  );
  expect(broken?.what).toContain('cannot be loaded, so nothing starts: no such package');
});

describe('the handlers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-init-handlers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, `${name}.ts`), text);
    return () => listHandlers(join(folder, name));
  };
  const handler = `import { defineHandler } from ${JSON.stringify(resolve('lambda/worker/handler.ts'))};\n`;

  test('are compared with the sources by loading them', async () => {
    const list = write(
      'old',
      `${handler}export const one = defineHandler({ source: 'old', handle() {} });`,
    );
    expect(await handlerState(['old'], list)).toEqual({ handled: new Set(['old']), unmatched: [] });
    expect((await handlerState(['stripe'], list)).unmatched).toEqual([
      { file: expect.stringMatching(/old\.ts$/), source: 'old' },
    ]);
  });

  test('that cannot be loaded are told with the reason', async () => {
    const list = write('broken', `throw new Error('no database\\nat line 1');`);
    expect(await handlerState([], list)).toMatchObject({ failure: 'no database' });
  });
});
