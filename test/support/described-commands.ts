import type { DescribedCommand } from './cli-page.ts';
import { run } from './local-run.ts';

/** The page docs/cli.md as it should be, and the commands that stand in it. In a process of its own: their packages are none of the test runner's. */
export async function describeCommands(): Promise<{
  readonly page: string;
  readonly commands: readonly DescribedCommand[];
}> {
  const write = ['--require', './bin/require-node.cjs', 'test/write-cli-docs.ts', '--json'];
  return JSON.parse((await run('node', write)).stdout);
}
