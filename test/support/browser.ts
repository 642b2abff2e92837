import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';
import { chromiumPath } from './chromium.ts';

const found = chromiumPath();

/** Tests in a real browser: where there is none, they are left out loudly; where there must be one (`CI`), they fail. */
export const describeInBrowser: typeof describe | typeof describe.skip =
  found !== undefined || process.env['CI'] ? describe : describe.skip;

if (found === undefined && !process.env['CI'])
  process.stderr.write(
    'no Chromium: the tests of the console are left out; install it (apt-get install chromium) or name it in CHROMIUM\n',
  );

/** Longest wait for what a page should show. */
const patienceMs = 15_000;

/** What went wrong in a page: errors, refused scripts, dialogs, requests to other places. */
export interface Watched {
  readonly page: Page;
  readonly troubles: string[];
}

/** A page on which everything that should not happen is written down. */
export async function watchedPage(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:,'))
      troubles.push(`request: ${url}`);
  });
  return { page, troubles };
}

/** What axe finds serious or critical on the page as it is. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const violations: readonly {
    readonly id: string;
    readonly impact?: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[] = await page.evaluate('axe.run().then(({ violations }) => violations)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
