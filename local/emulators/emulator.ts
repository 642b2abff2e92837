import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A local stand-in that speaks the wire protocol of an AWS service, on loopback. */
export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** An emulator of our own: `listener` answers on a free port. */
export async function serveEmulator(listener: RequestListener): Promise<Emulator> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
