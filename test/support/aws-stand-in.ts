import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/* A stand-in for AWS services on loopback: it answers by operation, in the protocol in which it was asked. */

/** What an operation answers: JSON, or the inside of the XML result. */
export type Answer = object | string | { readonly refused: string } | Failed;

/** An error of the service with this code. */
interface Failed {
  readonly failed: string;
  readonly status: number;
}

export interface AwsStandIn {
  readonly url: string;
  /** By operation, such as `DescribeTable`; a test may change them. */
  readonly answers: Map<string, (input: Readonly<Record<string, unknown>>) => Answer>;
  /** Added to the clock in the `date` of its answers. */
  aheadMs: number;
  stop(): void;
}

/** What AWS answers to a caller who lacks this IAM action. */
export const refused = (action: string): { readonly refused: string } => ({ refused: action });

/** Operations without an answer are passed on to `behind` where one is given. */
export async function awsStandIn(behind?: string): Promise<AwsStandIn> {
  const answers: AwsStandIn['answers'] = new Map();
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    response.setHeader('date', new Date(Date.now() + standIn.aheadMs).toUTCString());
    const target = request.headers['x-amz-target'];
    if (target !== undefined)
      await answerJson(request, response, { target, body, behind, answers });
    else answerXml(response, new URLSearchParams(body), answers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const standIn: AwsStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    aheadMs: 0,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return standIn;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

interface Asked {
  readonly target: string | readonly string[];
  readonly body: string;
  readonly behind: string | undefined;
  readonly answers: AwsStandIn['answers'];
}

async function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  { target, body, behind, answers }: Asked,
): Promise<void> {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  const answer = answers.get(String(target).split('.').at(-1) ?? '')?.(JSON.parse(body));
  if (answer === undefined) {
    const passedOn = behind && (await passOn(behind, request, body));
    if (passedOn) response.writeHead(passedOn.status).end(await passedOn.text());
    else response.writeHead(400).end(JSON.stringify({ __type: 'UnknownOperationException' }));
    return;
  }
  const error = refusalOf(answer);
  if (isFailed(answer)) {
    response.writeHead(answer.status);
    response.end(JSON.stringify({ __type: `com.amazonaws#${answer.failed}`, message: 'planted' }));
  } else if (error === undefined) response.end(JSON.stringify(answer));
  else {
    const refusal = { __type: 'com.amazon.coral.service#AccessDeniedException', message: error };
    response.writeHead(400).end(JSON.stringify(refusal));
  }
}

const passOn = (url: string, { headers }: IncomingMessage, body: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': String(headers['content-type']),
      'x-amz-target': String(headers['x-amz-target']),
      authorization: String(headers.authorization),
      'x-amz-date': String(headers['x-amz-date']),
    },
    body,
  });

function answerXml(
  response: ServerResponse,
  form: URLSearchParams,
  answers: AwsStandIn['answers'],
): void {
  response.setHeader('content-type', 'text/xml');
  const operation = form.get('Action') ?? '';
  const answer = answers.get(operation)?.(Object.fromEntries(form)) ?? refused(operation);
  const error = refusalOf(answer);
  if (error === undefined) {
    response.end(
      `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${answer}</${operation}Result></${operation}Response>`,
    );
  } else {
    response.writeHead(403);
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${error}</Message></Error></ErrorResponse>`,
    );
  }
}

const isFailed = (answer: Answer): answer is Failed =>
  typeof answer === 'object' && 'failed' in answer;

const refusalOf = (answer: Answer): string | undefined =>
  typeof answer === 'object' && 'refused' in answer
    ? `User: arn:aws:iam::111122223333:user/op is not authorized to perform: ${answer.refused} on resource: *`
    : undefined;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Nested values as the query protocol writes them: lists as `member`. */
const xmlOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlOf(item)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .map(([name, inner]) => `<${name}>${xmlOf(inner)}</${name}>`)
    .join('');
};

/** `DescribeStacks` of one stack; outputs by name. */
export const describedStack = (
  stack: Readonly<Record<string, unknown>>,
  outputs: Readonly<Record<string, string>>,
): string =>
  xmlOf({
    Stacks: [
      {
        CreationTime: '2026-11-23T10:00:00Z',
        ...stack,
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        })),
      },
    ],
  });

/** `GetTemplate` of this template. */
export const templateAnswer = (template: object): string =>
  xmlOf({ TemplateBody: JSON.stringify(template) });
