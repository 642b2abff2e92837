import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, seriousViolations } from '../support/browser.ts';
import { startBrowser } from '../support/chromium.ts';
import {
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* The console without a mouse, in the dark, on a narrow screen, and as assistive software finds it. In Chromium. */

describeInBrowser('the console', () => {
  const data = temporaryData();
  let local: LocalRun;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let origin: string;
  let refused: string;
  let accepted: string;

  beforeAll(async () => {
    local = await startLocalRun(data.path);
    ({ origin } = new URL(local.console));
    const send = async (...args: readonly string[]) =>
      String(jsonLines(await sallyport(data.path, ['send', ...args, '--json']))[0]?.['id']);
    refused = await send('bank', '--fault', 'tampered');
    accepted = await send('bank');
    browser = await startBrowser();
    // Only the injection of axe needs it: the policy itself is tested elsewhere.
    context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(local.console);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await local?.end('SIGTERM');
    data.remove();
  });

  const views: readonly (readonly [name: string, path: () => string])[] = [
    ['deliveries', () => '/'],
    ['no delivery', () => '/?text=nothing-has-this'],
    ['a refused delivery', () => `/records/${refused}`],
    ['an accepted delivery', () => `/records/${accepted}`],
    ['a delivery that is not there', () => '/records/01M00000000000000000000000'],
    ['failed events', () => '/failed'],
    ['sources', () => '/sources'],
    ['activity', () => '/activity'],
  ];
  const looks = [
    ['light', 1600],
    ['dark', 1024],
    ['light', 360],
    ['dark', 360],
  ] as const;

  describe.each(looks)('%s, %d px wide', (colorScheme, width) => {
    beforeAll(async () => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
    });

    test.each(views)('%s: no serious violation, no sideways scrolling', async (_name, path) => {
      await page.goto(`${origin}${path()}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForTimeout(500);
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
    });

    test('the background follows', async () => {
      const colour = String(
        await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'),
      );
      const [red = 0] = (colour.match(/\d+/g) ?? []).map(Number);
      expect(red > 128).toBe(colorScheme === 'light');
    });
  });

  describe('by keyboard alone', () => {
    beforeAll(async () => {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: 1280, height: 800 });
    });
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    /** The focus follows a moment after what it is set to is there. */
    const comesTrue = (expression: string) => page.waitForFunction(expression);
    const focused = () => page.evaluate('document.activeElement.textContent') as Promise<string>;

    test('one key leads to the search, and Escape out of it', async () => {
      await page.goto(`${origin}/`);
      await page.locator('[data-row]').first().waitFor();
      await press('/');
      await comesTrue("document.activeElement.id === 'filter-text'");
      await page.keyboard.type('bank');
      await press('Escape', 'Escape');
      await comesTrue("document.activeElement.id !== 'filter-text'");
    });

    test('j, k and Enter choose and open a delivery, Escape leads back to it', async () => {
      await page.goto(`${origin}/`);
      await page.locator('[data-row]').nth(2).waitFor();
      const rows = await page
        .locator('[data-row]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-row')));
      await press('j', 'j', 'j', 'k', 'Enter');
      await page.waitForURL(`${origin}${rows[1]}`);
      const id = JSON.stringify(rows[1]?.split('/').at(-1));
      await comesTrue(`document.activeElement.textContent.includes(${id})`);
      await press('Escape');
      await page.waitForURL(`${origin}/`);
      await comesTrue(`document.activeElement.dataset.row === ${JSON.stringify(rows[1])}`);
    });

    test.each([
      ['f', 'Failed'],
      ['s', 'Sources'],
      ['a', 'Activity'],
      ['d', 'Deliveries'],
    ])('g %s leads to %s, with the focus on its title', async (key, title) => {
      await press('g', key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await comesTrue(`document.activeElement.textContent === ${JSON.stringify(title)}`);
    });

    test('? shows the shortcuts, Escape closes them', async () => {
      await press('?');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await press('Escape');
      await dialog.waitFor({ state: 'detached' });
    });

    test('an event is replayed: Tab reaches the button, the dialog keeps the focus', async () => {
      await page.goto(`${origin}/records/${accepted}`);
      await page.getByText('done: succeeded').waitFor();
      for (let tabs = 0; tabs < 30 && !(await focused()).startsWith('Replay'); tabs += 1)
        await press('Tab');
      await press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('tried without a mouse');
      await press('Enter');
      await page.getByRole('dialog').getByText('1 event replayed').waitFor();
      await press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page
        .getByRole('region', { name: /History/ })
        .getByText('tried without a mouse')
        .waitFor();
    });

    test('every control that Tab reaches shows where the focus is', async () => {
      await page.goto(`${origin}/`);
      await page.locator('[data-row]').first().waitFor();
      for (let tabs = 0; tabs < 14; tabs += 1) {
        await press('Tab');
        const style = 'getComputedStyle(document.activeElement)';
        const [outline, width, shadow] = (await page.evaluate(
          `[${style}.outlineStyle, ${style}.outlineWidth, ${style}.boxShadow]`,
        )) as readonly string[];
        expect(outline !== 'none' && width !== '0px' ? 'seen' : shadow).not.toBe('none');
      }
    });
  });
});
