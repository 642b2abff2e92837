import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../support/local-run.ts';

/* What bash offers for a word that is begun, by the very script that is printed. */

const folder = mkdtempSync(join(tmpdir(), 'sallyport completion-'));
const data = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = join(folder, 'completion.bash');

beforeAll(async () => {
  writeFileSync(script, (await run('node', ['bin/sallyport.cjs', 'completion', 'bash'])).stdout);
  mkdirSync(data);
  const receiverFile = join(data, 'receiver.json');
  writeFileSync(receiverFile, JSON.stringify({ sources: [{ id: 'stripe' }, { id: 'bank' }] }));
  writeFileSync(join(data, 'run.json'), JSON.stringify({ receiverFile }));
});

/** Completes the words as bash splits them, in the folder of the test: what is offered, and whether names of files are. */
async function complete(words: readonly string[]) {
  const text = `
    source '${script}' || exit 9
    # Outside of a completion it cannot be told whether names of files are wanted.
    compopt() { echo "compopt $*"; }
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    _sallyport
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { code, stdout, stderr } = await run('bash', ['--norc', '-c', text, 'bash', ...words]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').filter((line) => line !== '');
  const noFiles = 'compopt +o default';
  return { words: lines.filter((line) => line !== noFiles), files: !lines.includes(noFiles) };
}

const at = ['--data', data];

test.each<[string, readonly string[], readonly string[]]>([
  ['a command', ['au'], ['audit']],
  ['a verb', ['audit', 'ex'], ['explain', 'export']],
  ['an option', ['audit', 'export', '--fo'], ['--format', '--force']],
  ['an option behind an argument', ['secrets', 'rotate', 'bank', '--fi'], ['--field', '--finish']],
  ['a choice', ['audit', 'export', '--format', ''], ['jsonl', 'csv', 'parquet']],
  ['a choice behind a sign', ['audit', 'list', '--status', '=', 're'], ['received', 'rejected']],
  [
    'a choice right behind a sign',
    ['audit', 'export', '--format', '='],
    ['jsonl', 'csv', 'parquet'],
  ],
  ['a shell', ['completion', 'z'], ['zsh']],
  ['a topic of help', ['help', 'audit', 't'], ['tail']],
  ['a source of the local run', ['send', ...at, ''], ['stripe', 'bank']],
  ['a source as an option', ['audit', 'list', ...at, '--source', 's'], ['stripe']],
  ['a source of the configuration', ['secrets', 'set', '--stack', 'x', 'g'], ['github']],
  ['nothing behind what is complete', ['send', ...at, 'stripe', ''], []],
  ['nothing behind what is unknown', ['nonsense', ''], []],
  [
    'nothing where no configuration can be read',
    ['send', '--stack', 'x', '--config', 'no.ts', ''],
    [],
  ],
  ['nothing of a value of one’s own', ['send', 'stripe', '--type', ''], []],
])('%s is offered', async (_what, words, offered) => {
  expect(await complete(['sallyport', ...words])).toEqual({ words: offered, files: false });
});

test.each<[string, readonly string[]]>([
  ['an option that takes a file', ['audit', 'export', '--output', 'RE']],
  ['an option that takes a folder', ['audit', 'list', '--data', '']],
  ['an argument that is a file', ['recipe', 'test', '']],
])('names of files are offered for %s', async (_what, words) => {
  expect(await complete(['sallyport', ...words])).toEqual({ words: [], files: true });
});

test('what was typed is not carried out', async () => {
  const file = join(folder, 'carried-out');
  const typed = [`$(touch '${file}')`, `\`touch '${file}'\``, `; touch '${file}'`];
  await complete(['sallyport', 'send', ...typed, '']);
  expect(await run('ls', [folder])).toMatchObject({ stdout: 'completion.bash\ndata\n' });
});

test('the script can be read twice, and says so of itself', async () => {
  const source = 'source <(node bin/sallyport.cjs completion bash)';
  const { code, stderr, stdout } = await run('bash', [
    '--norc',
    '-c',
    `${source}; ${source}; complete -p sallyport`,
  ]);
  expect({ code, stderr, stdout }).toEqual({
    code: 0,
    stderr: '',
    stdout: 'complete -o default -F _sallyport sallyport\n',
  });
});

test.each(['zsh', 'fish', 'powershell'])(
  'a script for %s asks this installation',
  async (shell) => {
    const { code, stdout } = await run('node', ['bin/sallyport.cjs', 'completion', shell]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/bin\/sallyport\.cjs complete '?--/);
  },
);
