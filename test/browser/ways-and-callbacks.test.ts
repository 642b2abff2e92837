import type { Browser, BrowserContext, Page } from 'playwright-core';
import {
  describeInBrowser,
  seriousViolations,
  type Watched,
  watchedPage,
} from '../support/browser.ts';
import { startBrowser } from '../support/chromium.ts';
import { dangerous, shown, vectors } from '../support/hostile-texts.ts';
import { hopelessRefusal, startWaysRun, type WaysRun } from '../support/ways-run.ts';

/* Ways to destinations, callbacks and tenants in the console, in Chromium, over the whole local run. */

describeInBrowser('the console', () => {
  let run: WaysRun;
  let browser: Browser;
  let context: BrowserContext;
  let watched: Watched;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    run = await startWaysRun();
    ({ origin } = new URL(run.local.console));
    browser = await startBrowser();
    context = await browser.newContext();
    watched = await watchedPage(context, origin);
    ({ page } = watched);
    await page.goto(run.local.console);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await run?.stop();
  });
  afterEach(() => {
    expect(watched.troubles.splice(0)).toEqual([]);
  });

  const region = (name: string | RegExp) => page.getByRole('region', { name });
  const rowOf = (id: string) => page.locator(`[data-row="/records/${encodeURIComponent(id)}"]`);

  test('an event shows where it went; the way that failed is replayed, alone', async () => {
    const id = await run.withFailedWay();
    await page.goto(`${origin}/records/${id}`);
    const ways = region(/^Destinations/);
    const crm = ways.getByRole('listitem').filter({ hasText: 'crm' });
    await crm.getByText('failed').waitFor();
    expect(await crm.textContent()).toMatch(/Lambda.*1 attempt.*InvalidParameterValueException/);
    expect(await ways.getByRole('listitem').filter({ hasText: 'bus' }).textContent()).toMatch(
      /EventBridge.*done.*1 attempt/,
    );
    expect(await region(/^Related/).count()).toBe(0);

    await crm.getByRole('link', { name: 'crm' }).click();
    await page.getByRole('heading', { level: 1, name: `Way ${id}/crm` }).waitFor();
    expect(page.url()).toBe(`${origin}/records/${id}%2Fcrm`);
    await region('Timeline').getByText('its event was received').waitFor();
    expect(await region('Headers').count()).toBe(0);

    run.refusal = undefined;
    await page.getByRole('button', { name: 'Replay…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Replay 1 way' });
    await dialog.getByText('sent to that destination again').waitFor();
    await dialog.getByLabel(/Reason/).fill('crm is back');
    await dialog.getByRole('button', { name: 'Replay', exact: true }).click();
    await dialog.getByText('1 way replayed').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('The destination took it after 2 attempts.').waitFor({ timeout: 20_000 });
    expect(run.handler.runs(id)).toHaveLength(1);

    // The address bar leads to the same place, and the way back to its event.
    await page.reload();
    await page.getByRole('link', { name: 'the event', exact: true }).click();
    await page.waitForURL(`${origin}/records/${id}`);
    await ways.getByRole('listitem').filter({ hasText: 'crm' }).getByText('done').waitFor();
    run.refusal = hopelessRefusal;
  });

  test('a failed way stands among what failed, and leads to its own view', async () => {
    const id = await run.withFailedWay();
    await page.goto(`${origin}/failed`);
    await rowOf(`${id}/crm`).click();
    await page.getByRole('heading', { level: 1, name: `Way ${id}/crm` }).waitFor();
    await page.goto(`${origin}/activity`);
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await page.getByText('p95').first().waitFor();
  });

  test('an answer shows its callback, and leads to all of its ref', async () => {
    const id = await run.answered({ ref: 'ORDER-42', uses: 3, data: { order: 42 } });
    await page.goto(`${origin}/`);
    const line = page.locator('[data-list-row]', { has: rowOf(id) });
    await line.getByText('ORDER-42').waitFor();
    await rowOf(id).click();
    const callback = region('Callback');
    expect(await callback.textContent()).toMatch(/ORDER-42.*answered.*1 of 3.*"order": 42/s);
    await callback.getByRole('link', { name: /All of/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Callbacks' }).waitFor();
    const item = page.getByRole('listitem').filter({ hasText: /answered.*used 1 of 3/ });
    await item.waitFor();
    expect(await page.getByRole('link', { name: id }).count()).toBe(1);
  });

  test('an expiry says that no request came, in place of empty parts', async () => {
    const id = await run.expired({ ref: 'LATE', data: { order: 7 } });
    await page.goto(`${origin}/records/${id}`);
    await page.getByText('No request came', { exact: true }).waitFor();
    expect(await region('Callback').textContent()).toMatch(/LATE.*expired.*"order": 7/s);
    await region('Timeline').getByText('no answer came in time').waitFor();
    for (const part of ['Checks', 'Body', 'Headers', 'Query'])
      expect(await region(part).count()).toBe(0);
    expect(await region('Facts').textContent()).not.toMatch(/Method|From|Body size/);
  });

  test('refs and data that are hostile stay text', async () => {
    // A ref is printable; its data can hold anything.
    const ref = vectors.slice(0, 6).join(' ').slice(0, 256);
    const id = await run.answered({ ref, data: vectors });
    const inert = async (texts: readonly string[]) => {
      for (const text of texts)
        await page.getByText(text, { exact: false }).first().waitFor({ state: 'attached' });
      await page.waitForTimeout(200);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(await page.locator(dangerous).count()).toBe(0);
    };
    await page.goto(`${origin}/records/${id}`);
    await inert([ref, ...vectors.map((one) => shown(JSON.stringify(one).slice(1, -1)))]);
    await page.goto(`${origin}/callbacks?${new URLSearchParams({ source: 'pay', ref })}`);
    await page.getByRole('listitem').filter({ hasText: 'answered' }).waitFor();
    await inert([ref]);
    await page.goto(`${origin}/`);
    await inert([ref.slice(0, 150)]);
  });

  test('a tenant narrows the list, and stands in the address', async () => {
    const acme = await run.send('shop', '--tenant', 'acme');
    const globex = await run.send('shop', '--tenant', 'globex');
    await page.goto(`${origin}/`);
    await rowOf(acme).waitFor();
    await page.getByLabel('Tenant').fill('globex');
    await rowOf(acme).waitFor({ state: 'detached' });
    await rowOf(globex).waitFor();
    expect(new URL(page.url()).search).toBe('?tenant=globex');
    const [late, other] = [
      await run.send('shop', '--tenant', 'globex'),
      await run.send('shop', '--tenant', 'acme'),
    ];
    await rowOf(late).waitFor();
    expect(await rowOf(other).count()).toBe(0);
    await rowOf(globex).click();
    await region('Facts').getByRole('link', { name: 'globex' }).waitFor();
  });

  /** The item of a source, opened. */
  const openSource = async (id: string) => {
    await page.goto(`${origin}/sources?text=${id}`);
    const item = page.locator('details', { hasText: id }).first();
    await item.locator('.source-details').waitFor();
    return item;
  };

  test.each([
    ['Genuine', 200],
    ['Wrong key', 404],
    ['Unsigned', 404],
    ['Oversize', 413],
  ])('of a source with callbacks %s is answered %d', async (name, status) => {
    const item = await openSource('pay');
    expect(await item.textContent()).toContain(`${run.local.gateway}/callbacks/pay/<token>`);
    await item.getByRole('button', { name, exact: true }).click();
    await item.getByText(`${name}: the receiver did what it should`).waitFor();
    const reply = item.getByRole('listitem').filter({ hasText: 'open the record' });
    expect(await reply.textContent()).toContain(String(status));
  });

  test('a test webhook comes from the tenant that is chosen', async () => {
    const item = await openSource('shop');
    expect(await item.textContent()).toMatch(/\/hooks\/shop\/<tenant>.*2 tenants/s);
    await item.getByLabel('Tenant').fill('globex');
    await item.getByRole('button', { name: 'Genuine', exact: true }).click();
    await item.getByText('Genuine: the receiver did what it should').waitFor();
    await item.getByRole('link', { name: 'open the record' }).click();
    await region('Facts').getByRole('link', { name: 'globex' }).waitFor();
  });

  test('a source says where its events go, and which of them', async () => {
    const item = await openSource('stripe');
    expect(await item.textContent()).toMatch(
      /bus, EventBridge.*every type but callback\.expired.*crm, Lambda.*body\.id begins with "evt_"/s,
    );
  });

  test.each([360, 1600])(
    'no serious violation, no sideways scrolling, %d px wide',
    async (width) => {
      const event = await run.withFailedWay();
      const ref = 'REF-'.padEnd(256, 'x');
      const answer = await run.answered({ ref, data: { text: 'x'.repeat(900) } });
      const tenants = await run.send('shop', '--tenant', 'acme');
      // Only the injection of axe needs it: the policy itself is tested elsewhere.
      const bypass = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
      await bypass.addCookies(await context.cookies());
      const tab = await bypass.newPage();
      tab.setDefaultTimeout(15_000);
      for (const [colorScheme, path] of [
        ['light', `/records/${event}`],
        ['dark', `/records/${event}%2Fcrm`],
        ['light', `/records/${answer}`],
        ['dark', `/records/${await run.expired({ ref: `LATE-${width}` })}`],
        ['light', `/callbacks?${new URLSearchParams({ source: 'pay', ref })}`],
        ['dark', '/?source=pay'],
        ['light', '/?tenant=acme'],
        ['light', `/records/${tenants}`],
        ['dark', '/sources?text=stripe'],
        ['light', '/sources?text=pay'],
        ['dark', '/sources?text=shop'],
        ['light', '/failed'],
      ] as const) {
        await tab.emulateMedia({ colorScheme });
        await tab.setViewportSize({ width, height: 800 });
        await tab.goto(`${origin}${path}`);
        await tab
          .locator('.record-main, .callbacks, .records, .source-details, .dead-letters')
          .first()
          .waitFor();
        const found = await seriousViolations(tab);
        const scrollWidth = await tab.evaluate('document.documentElement.scrollWidth');
        expect({ path, found, isWide: Number(scrollWidth) > width }).toEqual({
          path,
          found: [],
          isWide: false,
        });
      }
      await bypass.close();
    },
    60_000,
  );
});
