import type { APIGatewayProxyEvent } from 'aws-lambda';
import { toRawRequest } from '../../../lambda/aws/api-gateway.ts';
import { logFailure, logReceipt } from '../../../lambda/aws/ingress-log.ts';
import { receive } from '../../../lambda/ingress/receive.ts';
import { DependencyError } from '../../../lambda/model/errors.ts';
import { mintInto } from '../../support/callbacks.ts';
import { testIngress } from '../../support/ingress-fakes.ts';

/* From API Gateway's event to the log line: the source comes from the route, the token from the path, and no line shows it. */

const proxyEvent = (token: string): APIGatewayProxyEvent =>
  ({
    resource: '/callbacks/pay/{token}',
    path: `/callbacks/pay/${token}`,
    httpMethod: 'GET',
    multiValueHeaders: { 'X-A': ['1'] },
    multiValueQueryStringParameters: { status: ['ok'] },
    pathParameters: { token },
    body: null,
    isBase64Encoded: false,
    requestContext: { identity: { sourceIp: '192.0.2.1' } },
  }) as unknown as APIGatewayProxyEvent;

test('source and token of a callback are those of the matched route', () => {
  expect(toRawRequest(proxyEvent('the-token'))).toMatchObject({
    routeSourceId: 'pay',
    pathToken: 'the-token',
    query: [['status', 'ok']],
  });
});

test('no log line shows the token, whether it was good, used, unknown or a service failed', async () => {
  const lines: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  const ingress = testIngress({ pay: { callbacks: true, methods: ['GET'] } });
  const { token } = mintInto(ingress, 'pay');
  const log = { stage: 'test', sourceId: 'pay', startedAtMs: 0 };
  for (const status of ['received', 'done'] as const) {
    logReceipt(await receive(toRawRequest(proxyEvent(token)), ingress), log, ingress.clock);
    for (const event of ingress.ledger.events.values()) event.status = status;
  }
  logReceipt(await receive(toRawRequest(proxyEvent(token)), ingress), log, ingress.clock);
  const unknown = `${token.slice(1)}x`;
  logReceipt(await receive(toRawRequest(proxyEvent(unknown)), ingress), log, ingress.clock);
  ingress.down.add('audit');
  const failure = await receive(toRawRequest(proxyEvent(token)), ingress).catch((error) => error);
  expect(failure).toBeInstanceOf(DependencyError);
  logFailure(failure, log, ingress.clock);
  write.mockRestore();
  expect(lines.map((line) => JSON.parse(line).reason ?? JSON.parse(line).verdict)).toEqual([
    'event',
    'duplicate',
    'callback-used',
    'callback-unknown',
    undefined,
  ]);
  for (const line of lines) {
    expect(line).not.toContain(token);
    expect(line).not.toContain(unknown);
  }
});
