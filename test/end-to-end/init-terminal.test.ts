import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasTerminals, keys, openTerminal, type Terminal } from '../support/terminal.ts';

/* `sallyport init` as a person at a terminal sees it. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport-init-terminal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { enter, down, interrupt, endOfInput } = keys;

/** Begins `sallyport init` in a folder of its own, which may hold a configuration already. */
function begin(
  existing?: string,
  name = 'receiver.config.ts',
): { readonly file: string; readonly terminal: Terminal } {
  const place = mkdtempSync(join(folder, 'run-'));
  const file = join(place, name);
  if (existing !== undefined) writeFileSync(file, existing);
  const command = `node '${resolve('bin/sallyport.cjs')}' init --config ${name}`;
  // How the terminal is left shows in what `stty` says afterwards.
  const terminal = openTerminal(`${command}; code=$?; echo; stty -a; exit $code`, place);
  return { file, terminal };
}

const beside = (file: string): readonly string[] => readdirSync(join(file, '..'));

const typesFile = resolve('lambda/config/receiver-config.ts');
const commented = `import { defineReceiver } from '${typesFile}';

// Ask Ann before you change this.
export default defineReceiver({
  sources: {
    stripe: { provider: 'stripe' }, // the old account
    /* "sources: {" is no entry */
    wave: { provider: 'wave' },
  },
});
`;

/** Where there is no pseudo-terminal they are left out; where there must be one (`CI`), they fail. */
const onTerminal = hasTerminals || process.env['CI'] ? test : test.skip;

onTerminal('two sources are asked for, shown, written and loaded', async () => {
  const { file, terminal } = begin();
  await terminal.on('Who sends to you?', 'stri');
  await terminal.on('❯ stripe', enter);
  await terminal.on('(stripe)', enter);
  await terminal.on('From which addresses', enter);
  await terminal.on('Another source?', 'y', enter);
  await terminal.on('another sender', enter);
  await terminal.on('such as bank', 'bank', enter);
  await terminal.on('What proves', down, down);
  await terminal.on('❯ a shared secret', enter);
  await terminal.on('Where does the shared secret stand?', enter);
  await terminal.on('(X-Secret)', enter);
  await terminal.on('Text before the secret', enter);
  await terminal.on('From which addresses', down);
  await terminal.on('❯ fixed ones', enter);
  await terminal.on('Addresses or CIDR', '203.0.113.0/33', enter);
  await terminal.on('> "203.0.113.0/33": expected', keys.clearLine, '203.0.113.0/24', enter);
  await terminal.on('id of the event', enter);
  await terminal.on('Path, such as', 'id', enter);
  await terminal.on('And its type?', enter);
  await terminal.on('Path, such as', 'type', enter);
  await terminal.on('Another source?', enter);
  await terminal.on('Write receiver.config.ts?', enter);
  expect(await terminal.ended()).toBe(0);
  const text = readFileSync(file, 'utf8');
  expect(text.slice(text.indexOf('export'))).toBe(`export default defineReceiver({
  sources: {
    stripe: { provider: 'stripe' },
    bank: {
      allowList: ['203.0.113.0/24'],
      token: { header: 'X-Secret' },
      eventId: { json: 'id' },
      eventType: { json: 'type' },
    },
  },
});
`);
  expect(terminal.text()).toContain("bank: {\r\n      allowList: ['203.0.113.0/24']");
  expect(terminal.text()).toContain('npx sallyport send bank');
  expect(beside(file)).toEqual(['receiver.config.ts']);
});

onTerminal('no line of the dialog is wider than the terminal', async () => {
  const { terminal } = begin();
  await terminal.on('Who sends to you?', 'mpesa');
  await terminal.on('❯ mpesa-daraja', enter);
  await terminal.on('(mpesa-daraja)', enter);
  await terminal.on('From which addresses', enter);
  await terminal.on('Another source?', enter);
  await terminal.on('Write ', enter);
  expect(await terminal.ended()).toBe(0);
  const lines = terminal.text().slice(terminal.text().indexOf('wrote')).split('\r\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

onTerminal.each([
  ['Ctrl-C at the first question', interrupt],
  ['the end of the input', endOfInput],
])('%s writes nothing, says so and gives the terminal back', async (_what, key) => {
  const { file, terminal } = begin();
  await terminal.on('Who sends to you?', key);
  expect(await terminal.ended()).toBe(130);
  expect(terminal.text()).toContain('sallyport: stopped: nothing was written\r\n');
  expect(terminal.text()).toMatch(/ icanon /);
  expect(terminal.text()).toMatch(/ echo /);
  expect(terminal.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(
    terminal.raw().lastIndexOf('\u001b[?25l'),
  );
  expect(existsSync(file)).toBe(false);
});

onTerminal('Ctrl-C at the last question leaves the old file as it was', async () => {
  const { file, terminal } = begin(commented);
  await terminal.on('What shall become of it?', down);
  await terminal.on('❯ replace it', enter);
  await terminal.on('Who sends to you?', 'github');
  await terminal.on('❯ github', enter);
  await terminal.on('(github)', enter);
  await terminal.on('From which addresses', enter);
  await terminal.on('Another source?', enter);
  await terminal.on('Write receiver.config.ts?', interrupt);
  expect(await terminal.ended()).toBe(130);
  expect(readFileSync(file, 'utf8')).toBe(commented);
  expect(beside(file)).toEqual(['receiver.config.ts']);
});

onTerminal('sources are added to a file, whose comments and other sources stay', async () => {
  const { file, terminal } = begin(commented);
  await terminal.on('with these sources: stripe, wave');
  await terminal.on('❯ add sources to it', enter);
  await terminal.on('Who sends to you?', 'stripe');
  await terminal.on('❯ stripe', enter);
  await terminal.on('(stripe-2)', 'stripe-eu', enter);
  await terminal.on('From which addresses', enter);
  await terminal.on('Another source?', enter);
  await terminal.on('These entries come into the sources');
  await terminal.on('Write receiver.config.ts?', enter);
  expect(await terminal.ended()).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(
    commented.replace(
      "    wave: { provider: 'wave' },\n",
      "    wave: { provider: 'wave' },\n    'stripe-eu': { provider: 'stripe' },\n",
    ),
  );
  expect(terminal.text()).not.toContain('npx sallyport send wave');
  expect(beside(file)).toEqual(['receiver.config.ts']);
});

onTerminal(
  'a file that builds its sources elsewhere is left alone, and the entries are shown',
  async () => {
    const elsewhere = `const all = { stripe: { provider: 'stripe' } };
export default { sources: all };
`;
    const { file, terminal } = begin(elsewhere);
    await terminal.on('❯ add sources to it', enter);
    await terminal.on('Who sends to you?', 'github');
    await terminal.on('❯ github', enter);
    await terminal.on('(github)', enter);
    await terminal.on('From which addresses', enter);
    await terminal.on('Another source?', enter);
    await terminal.on('Write receiver.config.ts?', enter);
    expect(await terminal.ended()).toBe(1);
    expect(terminal.text()).toContain(
      "Put these entries into sources:\r\n\r\n    github: { provider: 'github' },",
    );
    expect(readFileSync(file, 'utf8')).toBe(elsewhere);
    expect(beside(file)).toEqual(['receiver.config.ts']);
  },
);

onTerminal(
  'a file that does not load is shown with its problem, and kept as a copy when replaced',
  async () => {
    const broken = `export default { sources: { a: { provider: 'nobody' } } };\n`;
    const { file, terminal } = begin(broken);
    await terminal.on('"nobody" is not a preset');
    await terminal.on('❯ leave it as it is', down);
    await terminal.on('❯ replace it', enter);
    await terminal.on('Who sends to you?', 'github');
    await terminal.on('❯ github', enter);
    await terminal.on('(github)', enter);
    await terminal.on('From which addresses', enter);
    await terminal.on('Another source?', enter);
    await terminal.on('Write receiver.config.ts?', enter);
    expect(await terminal.ended()).toBe(0);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(broken);
    expect(readFileSync(file, 'utf8')).toContain("github: { provider: 'github' },");
  },
);

onTerminal('a file that is to stay stays', async () => {
  const { file, terminal } = begin(commented);
  await terminal.on('What shall become of it?', down, down);
  await terminal.on('❯ leave it as it is', enter);
  expect(await terminal.ended()).toBe(0);
  expect(terminal.text()).toContain('receiver.config.ts stays as it is');
  expect(readFileSync(file, 'utf8')).toBe(commented);
});

onTerminal('sources are added to a JSON file', async () => {
  const { file, terminal } = begin('{"sources":{"stripe":{"provider":"stripe"}}}', 'receiver.json');
  await terminal.on('❯ add sources to it', enter);
  await terminal.on('Who sends to you?', 'github');
  await terminal.on('❯ github', enter);
  await terminal.on('(github)', enter);
  await terminal.on('From which addresses', enter);
  await terminal.on('Another source?', enter);
  await terminal.on('"github": { "provider": "github" }');
  await terminal.on('Write receiver.json?', enter);
  expect(await terminal.ended()).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    sources: { stripe: { provider: 'stripe' }, github: { provider: 'github' } },
  });
});

onTerminal('a dialog that leaves every source out writes nothing', async () => {
  const { file, terminal } = begin();
  await terminal.on('another sender', enter);
  await terminal.on('such as bank', 'bank', enter);
  await terminal.on('What proves', down, down, down, down);
  await terminal.on('❯ I do not know', enter);
  await terminal.on('npx sallyport recipe learn request.http');
  await terminal.on('Another source?', enter);
  expect(await terminal.ended()).toBe(0);
  expect(terminal.text()).toContain('no source: nothing was written');
  expect(existsSync(file)).toBe(false);
});
