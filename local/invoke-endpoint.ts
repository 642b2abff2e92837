import type { IncomingMessage, RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { localSettings } from './settings.ts';

/** A function that may be called from outside of the run. */
interface Invocable {
  invoke<Result>(event: unknown): Promise<Result>;
}

/**
 * Stands for Lambda where it takes invocations: services of other languages mint callbacks in a local run with the SDK that they use on AWS,
 * told of this endpoint by `AWS_ENDPOINT_URL_LAMBDA`. No credentials are looked at.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (2026-11-24)
 */
export function invokeListener(callbacks: Invocable): RequestListener {
  return (request, response) => {
    const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));
    const called = functionIn(request);
    if (called !== localSettings.callbacksFunction) {
      const type = 'ResourceNotFoundException';
      const Message = `Function not found: ${called ?? request.url}`;
      return send(404, { Type: 'User', Message }, { 'x-amzn-errortype': type });
    }
    json(request)
      .then((order) => callbacks.invoke(order))
      .then(
        (result) => send(200, result),
        (error: unknown) => send(200, failureOf(error), { 'x-amz-function-error': 'Unhandled' }),
      );
  };
}

/** Its name, of which an ARN, with or without an alias, is a longer form. */
function functionIn({ method, url = '' }: IncomingMessage): string | undefined {
  const path = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/.exec(url)?.[1];
  if (method !== 'POST' || path === undefined) return undefined;
  const parts = decodeURIComponent(path).split(':');
  return parts[0] === 'arn' ? parts[6] : parts[0];
}

/** As Lambda tells of a handler that threw. */
function failureOf(error: unknown): { readonly errorType: string; readonly errorMessage: string } {
  const text = error instanceof Error ? error.message : String(error);
  const [, errorType = 'Error', errorMessage = text] = /^(\w+): ([\s\S]*)$/.exec(text) ?? [];
  return { errorType, errorMessage };
}
