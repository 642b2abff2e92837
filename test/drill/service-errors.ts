import { crc32 } from 'node:zlib';

export type Service = 'dynamodb' | 'sqs' | 's3' | 'secretsmanager';

export interface ServiceError {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Stands in the log of whoever got a made-up answer, and tells it from an answer of the emulator. */
const requestId = 'injected-by-the-fault-proxy';

/**
 * The service's own answer to a failure on its side, status 500. Names and statuses:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html.
 * SQS documents `InternalFailure`, but says `InternalError` on the wire: https://github.com/boto/boto3/issues/893.
 */
export const internalError = (service: Service): ServiceError => internalErrors[service];

/**
 * The service's own answer to too many requests. Names and statuses: the pages of `internalError`;
 * SQS' 403 is in its API model and at https://github.com/async-aws/aws/issues/1227. Secrets Manager has no
 * error of its own for it and uses the `ThrottlingException` that all services share.
 */
export const throttlingError = (service: Service): ServiceError => throttlingErrors[service];

const internalErrors: Readonly<Record<Service, ServiceError>> = {
  dynamodb: dynamoDbError(
    500,
    'InternalServerError',
    'The server encountered an internal error trying to fulfill the request.',
  ),
  sqs: sqsError(
    500,
    'InternalError',
    'Receiver',
    'We encountered an internal error. Please try again.',
  ),
  s3: s3Error(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  secretsmanager: secretsManagerError(
    500,
    'InternalServiceError',
    'An error occurred on the server side.',
  ),
};

const throttlingErrors: Readonly<Record<Service, ServiceError>> = {
  dynamodb: dynamoDbError(
    400,
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded.',
  ),
  sqs: sqsError(403, 'RequestThrottled', 'Sender', 'Request is throttled.'),
  s3: s3Error(503, 'SlowDown', 'Please reduce your request rate.'),
  secretsmanager: secretsManagerError(400, 'ThrottlingException', 'Rate exceeded'),
};

/** AWS JSON 1.0; DynamoDB sends the CRC of every body along, as dynalite does. */
function dynamoDbError(status: number, name: string, message: string): ServiceError {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-crc32': String(crc32(body)),
      'x-amzn-requestid': requestId,
    },
    body,
  };
}

/** AWS JSON 1.0 with the error code of the older query protocol in a header: https://github.com/smithy-lang/smithy-rs/issues/1872. */
function sqsError(
  status: number,
  name: string,
  fault: 'Sender' | 'Receiver',
  message: string,
): ServiceError {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-query-error': `${name};${fault}`,
      'x-amzn-requestid': requestId,
    },
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${name}`, message }),
  };
}

/** The XML of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses. */
function s3Error(status: number, name: string, message: string): ServiceError {
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      'x-amz-id-2': requestId,
      'x-amz-request-id': requestId,
    },
    body: [
      '<?xml version="1.0" encoding="UTF-8"?>\n',
      `<Error><Code>${name}</Code><Message>${message}</Message>`,
      `<RequestId>${requestId}</RequestId><HostId>${requestId}</HostId></Error>`,
    ].join(''),
  };
}

/** AWS JSON 1.1. */
function secretsManagerError(status: number, name: string, message: string): ServiceError {
  return {
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': requestId,
    },
    body: JSON.stringify({ __type: name, message }),
  };
}
