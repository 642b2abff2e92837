import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../lambda/model/errors.ts';

/** A port on loopback that is ours from the start, before anything else is begun; it answers 503 until `serve` is called. */
export interface HeldPort {
  readonly url: string;
  serve(listener: RequestListener): void;
  /** Takes no more requests; resolves when those under way are answered. */
  close(): Promise<void>;
  /** Closes, and cuts off what is under way: streams have no end of their own. */
  end(): Promise<void>;
}

/**
 * Opens the port; 0 takes any free one. `option` is the option that would change it.
 * @throws ConfigError when the port is taken.
 */
export async function holdPort(port: number, option: string): Promise<HeldPort> {
  let serving: RequestListener = (_request, response) => {
    response.writeHead(503, { 'retry-after': '5' }).end();
  };
  const server = createServer((request, response) => serving(request, response));
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`;
    throw new ConfigError([
      `port ${port} ${reason}: stop what uses it or choose another with ${option} N`,
    ]);
  }
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (listener) => {
      serving = listener;
    },
    close() {
      server.closeIdleConnections();
      return close();
    },
    end() {
      server.closeAllConnections();
      return close();
    },
  };
}
