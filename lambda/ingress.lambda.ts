import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { monotonicFactory } from 'ulid';
import { toProxyResult, toRawRequest } from './aws/api-gateway.ts';
import { callbackStore } from './aws/callback-store.ts';
import { dynamoDb, sqs } from './aws/clients.ts';
import { deliverySender } from './aws/delivery-sender.ts';
import { readEnvironment, readKeyRelay, readReceiver } from './aws/environment.ts';
import { ingressAuditTrail } from './aws/ingress-audit-trail.ts';
import { logFailure, logReceipt } from './aws/ingress-log.ts';
import { queueUrls } from './aws/queue-urls.ts';
import { rateLimiter } from './aws/rate-limit.ts';
import { secretCache } from './aws/secret-cache.ts';
import { secretReader, secretWriter } from './aws/secrets-manager.ts';
import { callOut } from './http/call-out.ts';
import { publishedKeyStore } from './http/published-keys.ts';
import { answerInTime } from './ingress/answer-in-time.ts';
import type { Ingress } from './ingress/ports.ts';
import { receive } from './ingress/receive.ts';
import { refuseEvenly } from './ingress/refuse-evenly.ts';
import { rejectionReply } from './model/reply.ts';
import { systemClock, systemTimer } from './model/time.ts';

/* Composition root of the ingress function: environment → adapters → receive(). */

const environment = readEnvironment('ingress');
const receiver = readReceiver(environment.receiverFile);
// One client: a connection that is warm serves every call.
const table = { client: dynamoDb('answering'), table: environment.auditTable };

const ingress: Ingress = {
  sources: new Map(receiver.sources.map((source) => [source.id, source])),
  ...(receiver.cdn && { cdn: receiver.cdn }),
  clock: systemClock,
  newId: monotonicFactory(),
  secrets: secretCache(
    secretReader(environment.secretPrefix),
    secretWriter(environment.secretPrefix),
    {
      reloadSeconds: Number(environment.secretReloadSeconds),
      clock: systemClock,
    },
  ),
  publishedKeys: publishedKeyStore({ clock: systemClock, ...readKeyRelay() }),
  callOut: callOut(readKeyRelay()),
  callbacks: callbackStore(table),
  rates: rateLimiter(table, systemClock),
  audit: ingressAuditTrail({
    ...table,
    bodyBucket: environment.bodyBucket,
    retentionDays: Number(environment.retentionDays),
    reenqueueAfterSeconds: Number(environment.reenqueueAfterSeconds),
  }),
  queue: deliverySender(
    sqs('answering'),
    queueUrls(environment.deliveryQueueUrl, environment.stage, receiver.sources),
  ),
};

/** Answers one API Gateway request. Whatever goes wrong on our side is 503, so that the sender keeps the event and comes again. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const raw = toRawRequest(event);
  const log = {
    stage: environment.stage,
    sourceId: ingress.sources.has(raw.routeSourceId) ? raw.routeSourceId : 'unknown',
    startedAtMs: systemClock.nowMs(),
  };
  try {
    const received = refuseEvenly(() => receive(raw, ingress), systemTimer);
    const receipt = await answerInTime(received, systemTimer);
    logReceipt(receipt, log, systemClock);
    return toProxyResult(receipt.reply);
  } catch (error) {
    logFailure(error, log, systemClock);
    return toProxyResult(rejectionReply('dependency-down', event.requestContext.requestId));
  }
}
