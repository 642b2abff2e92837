import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { begin } from './command.ts';
import { eventually, type Finished, run } from './local-run.ts';
import { startAnswering, startStripe } from './provider-stand-ins.ts';

/* What commands work on that is no record: providers' servers, captured requests, a console. */

/** Whether an object has the fields that are promised, and no others; a name that ends in `?` may be missing. */
export const fits = (object: object, fields: readonly string[]): boolean =>
  Object.keys(object).every((name) => fields.includes(name) || fields.includes(`${name}?`)) &&
  fields.every((name) => name.endsWith('?') || name in object);

/** The secret under which the captured request is signed. */
export const learnedSecret = 'retired';

const body = '{"amount":1}';
const signature = createHmac('sha256', learnedSecret).update(body).digest('hex');
const recipe = { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' };

export function commandSubjects(data: string) {
  const written = (name: string, text: string): string => {
    const file = join(dirname(data), name);
    writeFileSync(file, text);
    return file;
  };
  return {
    /** Against a provider that sent one event, which never arrived. */
    async reconcile(...args: readonly string[]): Promise<Finished> {
      const key = 'rk_test_commands';
      const created = Math.floor(Date.now() / 1000) - 60;
      const stripe = await startStripe(key, [{ id: 'evt_lost', type: 'invoice.paid', created }]);
      const words = ['reconcile', 'stripe', '--api', stripe.url, ...args];
      return begin(data, words, { STRIPE_API_KEY: key }).finished.finally(stripe.close);
    },

    /** Of GitHub, which publishes a range that the preset does not have. */
    async checkRanges(...args: readonly string[]): Promise<Finished> {
      const list = JSON.stringify({ hooks: ['192.30.252.0/22'] });
      const relay = await startAnswering((_request, response) => response.end(list));
      const variable = `SALLYPORT_LOCAL_KEY_RELAY=${relay.url}/`;
      const command = ['node', 'bin/sallyport.cjs', 'ranges', 'check', 'github', ...args];
      return run('env', [variable, ...command]).finally(relay.close);
    },

    /** The first line of a console whose page is there, and that Ctrl-C ends. */
    async consoleLine(...args: readonly string[]): Promise<string> {
      const begun = begin(data, ['console', '--port', '0', ...args]);
      try {
        const look = async () => (begun.stdout().includes('\n') ? begun.stdout() : undefined);
        const stdout = await eventually(look, 20, 'the console');
        const url = /http:\S+?(?=["\s]|$)/.exec(stdout)?.[0] ?? '';
        expect((await fetch(url, { redirect: 'manual' })).status).toBeLessThan(400);
        return stdout;
      } finally {
        begun.child.kill('SIGINT');
        expect((await begun.finished).code).toBe(0);
      }
    },

    recipeFile(): string {
      const headers = { 'X-Signature': signature };
      const vector = { secret: learnedSecret, at: '2026-11-23T10:00:00Z', headers, body };
      return written('recipe.json', JSON.stringify({ signature: recipe, vectors: [vector] }));
    },

    requestFile: (): string =>
      written('request.http', `POST /hook HTTP/1.1\nX-Signature: ${signature}\n\n${body}`),
  };
}
