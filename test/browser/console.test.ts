import { dirname } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, type Watched, watchedPage } from '../support/browser.ts';
import { startBrowser } from '../support/chromium.ts';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';
import { type SteeredHandler, steeredHandler } from '../support/steered-handler.ts';

/* The console as an operator uses it, in Chromium, over the whole local run. */

describeInBrowser('the console', () => {
  const data = temporaryData();
  let handler: SteeredHandler;
  let local: LocalRun;
  let browser: Browser;
  let context: BrowserContext;
  let watched: Watched;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    handler = steeredHandler(dirname(data.path));
    local = await startLocalRun(data.path, ['--no-samples', '--handlers', handler.handlers]);
    ({ origin } = new URL(local.console));
    browser = await startBrowser();
    context = await browser.newContext();
    watched = await watchedPage(context, origin);
    ({ page } = watched);
    await page.goto(local.console);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await local?.end('SIGTERM');
    data.remove();
  });

  beforeEach(async () => {
    await page.goto(`${origin}/`);
  });
  afterEach(() => {
    expect(watched.troubles.splice(0)).toEqual([]);
  });

  const send = async (...args: readonly string[]) =>
    jsonLines(await sallyport(data.path, ['send', ...args, '--json'])).map(({ id }) => String(id));
  const row = (id: string) => page.locator(`[data-row="/records/${id}"]`);
  const view = async (name: string) => {
    await page.getByRole('link', { name, exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };

  /** The item of a source, opened. */
  const openSource = async (id: string) => {
    await page.getByRole('searchbox', { name: 'Search' }).fill(id);
    const item = page.locator('details', { hasText: id }).first();
    if ((await item.getAttribute('open')) === null) await item.locator('summary').click();
    return item;
  };

  test('the link is exchanged: no token stays in the address', async () => {
    await page.goto(local.console);
    await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
    expect(page.url()).toBe(`${origin}/`);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  });

  test('says what to do while nothing has arrived', async () => {
    await page.getByText('npx sallyport send').first().waitFor();
  });

  test('the list fills as deliveries come, and a row changes when its event does', async () => {
    handler.steer({ '*': { throws: 1 } });
    const [id = ''] = await send('stripe', '--type', 'invoice.paid');
    await row(id).waitFor();
    const line = page.locator('[data-list-row]', { has: row(id) });
    await line.getByText('done').waitFor({ timeout: 20_000 });
    expect(await line.textContent()).toContain('invoice.paid');
    handler.steer({});
  });

  test('a filter narrows the list and stands in the address', async () => {
    const [accepted = ''] = await send('github');
    const [refused = ''] = await send('stripe', '--fault', 'tampered');
    await row(refused).waitFor();
    await page.getByLabel('Status').selectOption('rejected');
    await row(accepted).waitFor({ state: 'detached' });
    await row(refused).waitFor();
    expect(new URL(page.url()).search).toBe('?status=rejected');
    await page.getByLabel('Search').fill('no such text');
    await row(refused).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await row(accepted).waitFor();
  });

  test('the search finds an event by its id', async () => {
    await send('stripe', '--id', 'evt_sought');
    await send('stripe', '--id', 'evt_other');
    await page.getByLabel('Search').fill('evt_sought');
    const rows = page.locator('[data-list-row]');
    await rows.nth(1).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'evt_sought' }).waitFor();
    expect(await rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
  });

  test('a refused request says why, check by check, and cannot be replayed', async () => {
    const [id = ''] = await send('bank', '--fault', 'unsigned');
    await row(id).click();
    await page.getByRole('heading', { level: 1 }).getByText(id).waitFor();
    await page.getByText('Why it was refused').waitFor();
    await page.getByText('the shared secret is not in the request').waitFor();
    expect(await page.getByRole('button', { name: 'Replay…' }).isDisabled()).toBe(true);
    const checks = await page.getByRole('region', { name: 'Checks' }).textContent();
    expect(checks).toMatch(/source-ip\s+passed/);
    expect(checks).toMatch(/token\s+failed/);
  });

  test('a record shows its timeline, its body and the other deliveries of its event', async () => {
    const [first = '', second = ''] = await send('stripe', '--fault', 'duplicate');
    await row(second).waitFor();
    await row(first).click();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByText('done: succeeded').waitFor({ timeout: 20_000 });
    expect(await timeline.textContent()).toMatch(/in the queue[\s\S]*attempt 1: succeeded/);
    expect(await page.getByRole('region', { name: 'Body', exact: true }).textContent()).toContain(
      '"id": "evt_',
    );
    await page
      .getByRole('region', { name: /Related/ })
      .locator(`[data-row="/records/${second}"]`)
      .click();
    await page.getByRole('heading', { level: 1 }).getByText(second).waitFor();
    await page.getByText('A later delivery of a known event').waitFor();
  });

  test('a failed event is replayed with a reason, which stands in its history', async () => {
    handler.steer({ evt_fails: { isFatal: true } });
    const [id = ''] = await send('stripe', '--id', 'evt_fails');
    await view('Failed');
    const failed = page.locator('[data-list-row]', { hasText: 'no account of that name' });
    await failed.waitFor({ timeout: 20_000 });
    await page.goto(`${origin}/records/${id}`);
    handler.steer({});
    await page.getByRole('button', { name: 'Replay…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(
      true,
    );
    await dialog.getByLabel(/Reason/).fill('the account was opened');
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    await dialog.getByText('1 event replayed').waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText('done: succeeded')
      .waitFor({ timeout: 20_000 });
    const [record] = jsonLines(await sallyport(data.path, ['audit', 'show', id, '--json']));
    expect(record?.['history']).toContainEqual(
      expect.objectContaining({ what: 'replay', reason: 'the account was opened' }),
    );
    expect(handler.runs(id).map(({ isReplay }) => isReplay)).toEqual([false, true]);
  });

  test.each([
    ['Genuine', 200],
    ['Tampered', 403],
    ['Stale', 403],
    ['Wrong key', 403],
    ['Unsigned', 403],
    ['Duplicate', 200],
    ['Oversize', 413],
  ])('the button %s sends a test webhook that is answered %d', async (name, status) => {
    await view('Sources');
    const item = await openSource('stripe');
    await item.getByRole('button', { name, exact: true }).click();
    await item.getByText(`${name}: the receiver did what it should`).waitFor();
    const replies = item.getByRole('listitem').filter({ hasText: 'open the record' });
    expect(await replies.first().textContent()).toContain(String(status));
    expect(await replies.count()).toBe(name === 'Duplicate' ? 2 : 1);
  });

  test('the sources page says what to give the provider, and the state of its secret', async () => {
    await view('Sources');
    const item = await openSource('stripe');
    const text = await item.textContent();
    expect(text).toContain(`${local.gateway}/hooks/stripe`);
    expect(text).toMatch(/secret\s+set/);
    expect(await page.content()).not.toContain('whsec_');
  });

  test('the activity page counts what came in', async () => {
    await view('Activity');
    await page.locator('canvas').first().waitFor();
    await page.getByLabel('Show as table').check();
    const stripe = page.getByRole('row', { name: /^stripe/ });
    expect(Number(await stripe.getByRole('cell').nth(0).textContent())).toBeGreaterThan(0);
  });
});
