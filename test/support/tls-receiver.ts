import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { guardedPost } from '../../lambda/http/guarded-post.ts';
import { certificateFor } from './certificate.ts';

/** A receiver of webhooks behind TLS on loopback, and the one way there. */
export interface TlsReceiver {
  readonly url: string;
  readonly requests: ReceivedPost[];
  /** How it answers; 204 at once unless set. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Authority that vouches for it. */
  readonly ca: string;
  /** A guard that lets this machine be connected to, and nothing else, and that finds it by its name. */
  readonly post: ReturnType<typeof guardedPost>;
  stop(): void;
}

export interface ReceivedPost {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const loopback = '127.0.0.1';
const hostname = 'receiver.test';
const noContent: TlsReceiver['answer'] = (_request, response) => response.writeHead(204).end();

export async function tlsReceiver(): Promise<TlsReceiver> {
  const { cert, key } = certificateFor([hostname]);
  const server = createServer({ cert, key }, async (request, response) => {
    const { headers } = request;
    receiver.requests.push({
      headers: headers as ReceivedPost['headers'],
      body: await buffer(request),
    });
    receiver.answer(request, response);
  });
  server.listen(0, loopback);
  await once(server, 'listening');
  const receiver: TlsReceiver = {
    url: `https://${hostname}:${(server.address() as AddressInfo).port}/hooks`,
    requests: [],
    answer: noContent,
    ca: cert,
    post: guardedPost({
      isAllowed: (address) => address === loopback,
      resolve: async () => [{ address: loopback, family: 4 }],
      ca: cert,
    }),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
