import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Emulator, serveEmulator } from './emulator.ts';

/*
 * What takes events at the other end: EventBridge, SNS, Step Functions and Lambda, each in its own wire protocol, for the calls with which events
 * are sent on. Nothing happens to them here but that they are told to whoever started it.
 */

/** One call as it arrived. */
export interface DestinationCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An error in the form of the service that is played. */
export interface Refusal {
  /** Code of the error; with `atEntry` that of the one entry of `PutEvents`, the call itself being answered. */
  readonly code: string;
  readonly status?: number;
  readonly atEntry?: true;
}

/** Told of each call before it is answered; a refusal is then the answer. */
export type TakeCall = (call: DestinationCall) => Refusal | undefined;

export function startDestinations(take: TakeCall): Promise<Emulator> {
  return serveEmulator(async (request, response) => {
    const body = await buffer(request);
    const { call, answer } = spoken(request, body);
    answer(response, operations.has(call.operation) ? take(call) : unknown);
  });
}

/** The calls with which events are sent on. */
const operations: ReadonlySet<string> = new Set([
  'PutEvents',
  'Publish',
  'StartExecution',
  'SendTaskSuccess',
  'SendTaskFailure',
  'SendTaskHeartbeat',
  'Invoke',
  'SendDurableExecutionCallbackSuccess',
  'SendDurableExecutionCallbackFailure',
  'SendDurableExecutionCallbackHeartbeat',
]);
const unknown: Refusal = { code: 'UnknownOperationException' };

/** A call and how its service answers. */
interface Spoken {
  readonly call: DestinationCall;
  readonly answer: (response: ServerResponse, refusal: Refusal | undefined) => void;
}

function spoken(request: IncomingMessage, body: Buffer): Spoken {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return inJson(target.split('.').at(-1) ?? '', body);
  const { pathname } = new URL(request.url ?? '/', 'http://local');
  const path = pathname.split('/').map(decodeURIComponent);
  return path.length > 2 ? inRest(path, request, body) : inQuery(body);
}

/** EventBridge and Step Functions. */
const inJson = (operation: string, body: Buffer): Spoken => ({
  call: { operation, input: JSON.parse(body.toString('utf8')) },
  answer(response, refusal) {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (refusal === undefined || refusal.atEntry)
      response.end(JSON.stringify(jsonAnswer(operation, refusal)));
    else
      response
        .writeHead(refusal.status ?? 400)
        .end(JSON.stringify({ __type: refusal.code, message: 'refused' }));
  },
});

function jsonAnswer(operation: string, refusal: Refusal | undefined): object {
  if (operation === 'StartExecution') return { executionArn: 'arn', startDate: Date.now() / 1000 };
  if (operation !== 'PutEvents') return {};
  return refusal === undefined
    ? { FailedEntryCount: 0, Entries: [{ EventId: randomUUID() }] }
    : { FailedEntryCount: 1, Entries: [{ ErrorCode: refusal.code, ErrorMessage: 'refused' }] };
}

const durableOperations: Readonly<Record<string, string>> = {
  succeed: 'SendDurableExecutionCallbackSuccess',
  fail: 'SendDurableExecutionCallbackFailure',
  heartbeat: 'SendDurableExecutionCallbackHeartbeat',
};

/** Lambda: `/2015-03-31/functions/NAME/invocations`, `/2025-12-01/durable-execution-callbacks/ID/succeed`. */
function inRest(path: readonly string[], { headers }: IncomingMessage, body: Buffer): Spoken {
  const [, , kind, id, verb = ''] = path;
  const Payload = body.toString('utf8');
  const InvocationType = headers['x-amz-invocation-type'];
  const call =
    kind === 'functions'
      ? { operation: 'Invoke', input: { FunctionName: id, InvocationType, Payload } }
      : { operation: durableOperations[verb] ?? verb, input: { CallbackId: id, Payload } };
  return {
    call,
    answer(response, refusal) {
      if (refusal === undefined) response.writeHead(kind === 'functions' ? 202 : 200).end();
      else
        response
          .writeHead(refusal.status ?? 400, {
            'content-type': 'application/json',
            'x-amzn-errortype': refusal.code,
          })
          .end(JSON.stringify({ Message: 'refused' }));
    },
  };
}

/** SNS. */
function inQuery(body: Buffer): Spoken {
  const input = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return {
    call: { operation: String(input['Action']), input },
    answer(response, refusal) {
      response.setHeader('content-type', 'text/xml');
      if (refusal === undefined)
        response.end(
          `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult></PublishResponse>`,
        );
      else
        response
          .writeHead(refusal.status ?? 400)
          .end(
            `<ErrorResponse><Error><Type>Sender</Type><Code>${refusal.code}</Code><Message>refused</Message></Error></ErrorResponse>`,
          );
    },
  };
}
