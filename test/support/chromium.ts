import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Chromium of this machine, or the one that `CHROMIUM` names. */
export function chromiumPath(): string | undefined {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) return CHROMIUM;
  return names.find((name) => spawnSync(name, ['--version']).status === 0);
}

/** Starts the browser; `evil.example` and its like resolve to this machine, as an attacker's names may. */
export async function startBrowser(): Promise<Browser> {
  const found = chromiumPath();
  if (found === undefined) throw new Error('no Chromium: install it, or name it in CHROMIUM');
  const path = found.includes('/') ? found : spawnSync('which', [found]).stdout.toString().trim();
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
}
