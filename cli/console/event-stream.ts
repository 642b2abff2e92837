import type { ServerResponse } from 'node:http';
import type { SendEvent } from './answer.ts';

/** Says that the connection lives; without it neither side would notice that the other is gone. */
const beatMs = 15_000;
/** A page that does not keep up is cut off; it connects again and reads what is there by then. */
const mostWaitingBytes = 4 * 1024 * 1024;

/** Answers with server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) until either side ends. */
export function streamEvents(
  response: ServerResponse,
  start: (send: SendEvent) => { stop(): void },
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const write = (text: string) => {
    if (response.writableLength > mostWaitingBytes) response.destroy();
    else response.write(text);
  };
  write(': connected\n\n');
  const source = start((name, value) =>
    // JSON has no line breaks of its own.
    write(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`),
  );
  const beat = setInterval(() => write(': still here\n\n'), beatMs);
  response.once('close', () => {
    clearInterval(beat);
    source.stop();
  });
}
