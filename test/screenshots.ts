import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startBrowser } from './support/chromium.ts';
import { jsonLines, sallyport, startLocalRun, temporaryData } from './support/local-run.ts';
import { steeredHandler } from './support/steered-handler.ts';

/* Makes the pictures of the console in docs/images anew, from a local run: `npm run screenshots`. */

const folder = 'docs/images';
mkdirSync(folder, { recursive: true });
const data = temporaryData();
const handler = steeredHandler(dirname(data.path));
const local = await startLocalRun(data.path, ['--handlers', handler.handlers]);
const browser = await startBrowser();
try {
  handler.steer({ evt_account_closed: { isFatal: true }, evt_ledger: { throws: 1 } });
  const send = async (...args: readonly string[]): Promise<string> =>
    String(jsonLines(await sallyport(data.path, ['send', ...args, '--json']))[0]?.['id']);
  for (const type of ['invoice.paid', 'invoice.voided', 'charge.refunded'])
    await send('stripe', '--type', type);
  await send('github', '--type', 'push');
  await send('bank', '--fault', 'duplicate');
  await send('stripe', '--fault', 'stale');
  await send('stripe', '--type', 'payout.paid', '--id', 'evt_account_closed');
  const retried = await send('stripe', '--type', 'invoice.paid', '--id', 'evt_ledger');
  const refused = await send('stripe', '--fault', 'wrong-key');
  await sleep(5000);
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(local.console);
  const { origin } = new URL(local.console);
  await picture(page, { url: `${origin}/`, name: 'deliveries' });
  await picture(page, { url: `${origin}/records/${retried}`, name: 'record' });
  await picture(page, { url: `${origin}/records/${refused}`, name: 'refused' });
  await picture(page, { url: `${origin}/activity`, name: 'activity' });
  await page.goto(`${origin}/sources`);
  await page.locator('summary').first().click();
  await picture(page, { name: 'sources' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 400, height: 720 });
  await picture(page, { url: `${origin}/`, name: 'deliveries-dark-narrow' });
} finally {
  await browser.close();
  await local.end('SIGTERM');
  data.remove();
}

async function picture(
  page: Page,
  { url, name }: { readonly url?: string; readonly name: string },
): Promise<void> {
  if (url !== undefined) await page.goto(url);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `${folder}/${name}.png` });
}
