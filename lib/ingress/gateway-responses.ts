import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

interface GatewayReply {
  readonly type: ResponseType;
  /** Left out: the status that API Gateway chose. */
  readonly status?: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/**
 * THE table of what API Gateway answers by itself. Its own texts tell a stranger which paths exist and what guards them; ours are flat.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html (2026-11-23)
 */
const replies: readonly GatewayReply[] = [
  // API Gateway's answer to a path or method that does not exist.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, status: '404', message: 'not found' },
  { type: ResponseType.RESOURCE_NOT_FOUND, status: '404', message: 'not found' },
  { type: ResponseType.ACCESS_DENIED, status: '403', message: 'forbidden' },
  { type: ResponseType.WAF_FILTERED, status: '403', message: 'forbidden' },
  { type: ResponseType.REQUEST_TOO_LARGE, status: '413', message: 'payload too large' },
  {
    type: ResponseType.THROTTLED,
    status: '429',
    message: 'too many requests',
    retryAfterSeconds: 30,
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    status: '429',
    message: 'too many requests',
    retryAfterSeconds: 30,
  },
  { type: ResponseType.DEFAULT_4XX, message: 'request refused' },
  // Our side failed: the sender keeps the event and comes again.
  {
    type: ResponseType.INTEGRATION_FAILURE,
    status: '503',
    message: 'temporarily unavailable',
    retryAfterSeconds: 60,
  },
  {
    type: ResponseType.INTEGRATION_TIMEOUT,
    status: '503',
    message: 'temporarily unavailable',
    retryAfterSeconds: 60,
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: '503',
    message: 'temporarily unavailable',
    retryAfterSeconds: 60,
  },
];

/** Gives the API these replies in place of its own. */
export function addGatewayResponses(api: RestApi): void {
  for (const { type, status, message, retryAfterSeconds } of replies) {
    api.addGatewayResponse(`Response${type.responseType}`, {
      type,
      ...(status === undefined ? {} : { statusCode: status }),
      ...(retryAfterSeconds === undefined
        ? {}
        : { responseHeaders: { 'Retry-After': `'${retryAfterSeconds}'` } }),
      templates: {
        'application/json': `{"message":"${message}","id":"$context.requestId"}`,
      },
    });
  }
}
