import { request } from 'node:http';

/** What came back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One request with exactly these headers: `fetch` would not let a test set `Host` or `Origin`. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A console as its page uses it. */
export interface ConsoleClient {
  readonly origin: string;
  readonly cookie: string;
  get<T>(path: string): Promise<T>;
  /** The reply as it is, also where it is a refusal. */
  reply(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
}

/** Opens the link that a console printed, as a browser does. */
export async function openConsole(link: string): Promise<ConsoleClient> {
  const { origin } = new URL(link);
  const { headers } = await ask(link);
  const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  const reply = (path: string) => ask(`${origin}${path}`, { headers: { cookie } });
  return {
    origin,
    cookie,
    reply,
    async get(path) {
      const { status, text } = await reply(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
      return JSON.parse(text);
    },
    post: (path, body) =>
      ask(`${origin}${path}`, {
        method: 'POST',
        headers: {
          cookie,
          origin,
          'content-type': 'application/json',
          'x-sallyport-console': '1',
        },
        body: JSON.stringify(body),
      }),
  };
}
