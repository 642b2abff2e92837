import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Reply } from '../model/reply.ts';
import type { RawRequest } from '../model/request.ts';

/** The request inside an API Gateway proxy event; the matched resource names its source: `/hooks/stripe`, `/hooks/mpesa/{token}`, `/hooks/shop/{tenant}`. */
export function toRawRequest(event: APIGatewayProxyEvent): RawRequest {
  const { token: pathToken, tenant } = event.pathParameters ?? {};
  return {
    routeSourceId: event.resource.split('/')[2] ?? '',
    ...(pathToken === undefined ? {} : { pathToken }),
    ...(tenant === undefined ? {} : { tenant }),
    method: event.httpMethod,
    headers: pairs(event.multiValueHeaders),
    query: pairs(event.multiValueQueryStringParameters ?? {}),
    body: { text: event.body ?? '', base64: event.isBase64Encoded },
    peerIp: event.requestContext.identity.sourceIp,
  };
}

function pairs(values: Readonly<Record<string, string[] | undefined>>): [string, string][] {
  return Object.entries(values).flatMap(([name, all = []]) =>
    all.map((value): [string, string] => [name, value]),
  );
}

export function toProxyResult(reply: Reply): APIGatewayProxyResult {
  return { statusCode: reply.status, headers: { ...reply.headers }, body: reply.body };
}
