import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { describeInBrowser, type Watched, watchedPage } from '../support/browser.ts';
import { startBrowser } from '../support/chromium.ts';
import { openConsole } from '../support/console-client.ts';
import { dangerous, shown, vectors } from '../support/hostile-texts.ts';
import {
  eventually,
  jsonLines,
  type LocalRun,
  sallyport,
  startLocalRun,
  temporaryData,
} from '../support/local-run.ts';

/* What a sender writes stays text in the console, and what another site tries there comes to nothing. In Chromium. */

/** Headers carry visible ASCII only. */
const asHeaders = vectors.filter((text) => /^[\x20-\x7e]+$/.test(text));

describeInBrowser('against hostile senders and sites', () => {
  const data = temporaryData();
  let local: LocalRun;
  let browser: Browser;
  let context: BrowserContext;
  let watched: Watched;
  let origin: string;

  beforeAll(async () => {
    local = await startLocalRun(data.path, ['--no-samples']);
    ({ origin } = new URL(local.console));
    browser = await startBrowser();
    context = await browser.newContext();
    watched = await watchedPage(context, origin);
    await watched.page.goto(local.console);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await local?.end('SIGTERM');
    data.remove();
  });

  /** Posts to the stripe source what nobody signed; returns the id of its record. */
  function post(
    body: string,
    headers: Readonly<Record<string, string>>,
    query = '',
  ): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${local.gateway}/hooks/stripe${query}`,
        { method: 'POST', headers },
        (reply) => resolve(String(reply.headers['x-sallyport-id'])),
      );
      sent.on('error', reject).end(body);
    });
  }

  async function expectInert(path: string, texts: readonly string[]): Promise<void> {
    const { page, troubles } = watched;
    await page.goto(`${origin}${path}`);
    for (const text of texts)
      await page.getByText(text, { exact: false }).first().waitFor({ state: 'attached' });
    // Time for whatever would come late.
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(page.url()).toBe(`${origin}${path}`);
    expect(await page.locator(dangerous).count()).toBe(0);
    expect(troubles.splice(0)).toEqual([]);
  }

  test('more than 20 vectors', () => {
    expect(asHeaders.length).toBeGreaterThan(20);
  });

  test('event types and event ids stay text, in the list and in the record', async () => {
    for (const [at, vector] of vectors.entries())
      await sallyport(data.path, ['send', 'stripe', '--type', vector, '--id', `${at} ${vector}`]);
    const listed = jsonLines(
      await sallyport(data.path, ['audit', 'list', '--json', '--limit', '100']),
    ).filter(({ status }) => status === 'done');
    expect(listed).toHaveLength(vectors.length);
    await expectInert('/', vectors.map(shown));
    for (const { id, eventType } of listed.slice(0, 12))
      await expectInert(`/records/${id}`, [shown(String(eventType))]);
  }, 180_000);

  test('headers and query stay text', async () => {
    const headers = Object.fromEntries(asHeaders.map((vector, at) => [`x-evil-${at}`, vector]));
    const query = new URLSearchParams(
      vectors.map((vector, at): [string, string] => [`q${at}`, vector]),
    );
    const id = await post('{}', { ...headers, 'user-agent': vectors[1] ?? '' }, `?${query}`);
    await expectInert(`/records/${id}`, [...asHeaders, ...vectors.map(shown)]);
  });

  test.each([
    [
      'JSON',
      'application/json',
      JSON.stringify(Object.fromEntries(vectors.map((one) => [one, one]))),
    ],
    ['HTML', 'text/html', vectors.join('\n')],
    ['XML', 'application/xml', `<a>${vectors.join('')}</a>`],
    [
      'a form',
      'application/x-www-form-urlencoded',
      new URLSearchParams(vectors.map((one): [string, string] => [one, one])).toString(),
    ],
    ['text', 'text/plain', `plain ${vectors.join(' ')}`],
  ])('a body of %s stays text', async (_what, type, body) => {
    // A stale signature: then the body of the refused request is kept.
    const signature = `t=1,v1=${'0'.repeat(64)}`;
    const id = await post(body, { 'content-type': type, 'stripe-signature': signature });
    await expectInert(`/records/${id}`, ['window.pwned=1']);
  });

  test('a search in the address stays text', async () => {
    for (const vector of vectors.slice(0, 8)) {
      const path = `/?${new URLSearchParams({ text: vector, type: vector, source: vector })}`;
      await watched.page.goto(`${origin}${path}`);
      await watched.page.waitForTimeout(300);
      expect(await watched.page.evaluate('window.pwned')).toBeUndefined();
    }
    // An unknown source is refused, and the page says so.
    watched.troubles.length = 0;
  });

  test('a body that is downloaded cannot run in the origin of the console', async () => {
    const id = await post('<script>window.pwned=1</script>', {
      'stripe-signature': `t=1,v1=${'0'.repeat(64)}`,
    });
    const client = await openConsole(local.console);
    const { headers, text } = await client.reply(`/api/records/${id}/body`);
    expect(text).toBe('<script>window.pwned=1</script>');
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${id}.bin"`,
      'x-content-type-options': 'nosniff',
    });
  });

  describe('another site', () => {
    let site: Server;
    let evil: string;
    const page = { html: '' };

    beforeAll(async () => {
      site = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html');
        response.end(page.html);
      });
      site.listen(0, '127.0.0.1');
      await once(site, 'listening');
      evil = `http://evil.example:${(site.address() as AddressInfo).port}/`;
    });
    afterAll(() => {
      site.closeAllConnections();
      site.close();
    });

    const settledEvent = async () => {
      const [sent] = jsonLines(await sallyport(data.path, ['send', 'github', '--json']));
      const id = String(sent?.['id']);
      const find = async () => {
        const [record] = jsonLines(await sallyport(data.path, ['audit', 'show', id, '--json']));
        return record?.['status'] === 'done' ? record : undefined;
      };
      return eventually(find, 20, 'the event');
    };

    test('cannot reach the console by a name of its own that leads to this machine', async () => {
      const { port } = new URL(origin);
      const tab = await context.newPage();
      for (const path of ['/', '/api/records', new URL(local.console).search]) {
        const reply = await tab.goto(`http://rebound.example:${port}/${path.replace(/^\//, '')}`);
        expect(reply?.status()).toBe(403);
        expect(await tab.content()).not.toContain('console.js');
      }
      expect(await context.cookies(`http://rebound.example:${port}`)).toEqual([]);
      await tab.close();
    });

    test('cannot have an event replayed, by form, by fetch or by beacon', async () => {
      const record = await settledEvent();
      const order = JSON.stringify({ ids: [record['id']], reason: 'forged' });
      page.html = `<form method=post enctype=text/plain action="${origin}/api/replays">
        <input name='${order.slice(0, -1)},"x":"' value='"}'></form>
        <script>
          const order = ${JSON.stringify(order)};
          const to = ${JSON.stringify(`${origin}/api/replays`)};
          const tried = [];
          const attempt = (options) => fetch(to, { method: 'POST', credentials: 'include', body: order, ...options })
            .then((reply) => tried.push('answered ' + reply.status + ' ' + reply.type), () => tried.push('refused'));
          navigator.sendBeacon(to, order);
          Promise.all([
            attempt({ mode: 'no-cors' }),
            attempt({ mode: 'cors' }),
            attempt({ mode: 'cors', headers: { 'content-type': 'application/json', 'x-sallyport-console': '1' } }),
          ]).then(() => { window.tried = tried; });
        </script>`;
      const tab = await context.newPage();
      await tab.goto(evil);
      await tab.waitForFunction('window.tried');
      // What comes back is opaque or an error: nothing of it can be read.
      for (const result of (await tab.evaluate('window.tried')) as string[])
        expect(result).toMatch(/^(refused|answered 0 opaque)$/);
      await tab.evaluate('document.forms[0].submit()');
      await tab.waitForURL(`${origin}/api/replays`);
      expect(await tab.locator('body').textContent()).toContain('another site asked for this');
      await tab.close();
      const [after] = jsonLines(
        await sallyport(data.path, ['audit', 'show', String(record['id']), '--json']),
      );
      expect(after?.['history']).toEqual(record['history']);
    });

    test('cannot read, embed or listen', async () => {
      page.html = `<iframe id=frame src="${origin}/"></iframe>
        <script src="${origin}/console.js" onload="window.loaded=1" onerror="window.blocked=1"></script>
        <script>
          window.tried = Promise.all(['/api/records', '/api/receiver', '/'].map((path) =>
            fetch(${JSON.stringify(origin)} + path, { credentials: 'include' }).then(() => 'read', () => 'refused')));
          const feed = new EventSource(${JSON.stringify(origin)} + '/api/live', { withCredentials: true });
          window.feed = new Promise((resolve) => { feed.onopen = () => resolve('open'); feed.onerror = () => resolve('refused'); });
        </script>`;
      const tab = await context.newPage();
      await tab.goto(evil);
      expect(await tab.evaluate('window.tried')).toEqual(['refused', 'refused', 'refused']);
      expect(await tab.evaluate('window.feed')).toBe('refused');
      expect(await tab.evaluate('[window.loaded, window.blocked]')).toEqual([undefined, 1]);
      const frame = tab.frames().find((one) => one.url().startsWith(origin));
      expect((await frame?.content()) ?? '').not.toContain('id="app"');
      await tab.close();
    });

    test('has no hold on a window that it opens', async () => {
      page.html = `<script>window.opened = window.open(${JSON.stringify(`${origin}/`)});</script>`;
      const tab = await context.newPage();
      await tab.goto(evil);
      await tab.waitForTimeout(500);
      expect(await tab.evaluate('window.opened === null || window.opened.closed')).toBe(true);
      await tab.close();
    });
  });
});
