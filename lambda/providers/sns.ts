import type { Preset } from '../model/preset.ts';

const hosts = ['sns.*.amazonaws.com', 'sns.*.amazonaws.com.cn'];

/** Version 1 signs with SHA-1, version 2 with SHA-256, over the same lines. */
const signed = {
  kind: 'rsa',
  key: { url: { json: 'SigningCertURL' }, hosts, pathSuffix: '.pem', answers: 'pem' },
  json: 'Signature',
  encoding: 'base64',
  requires: [{ at: { json: 'TopicArn' }, equals: '{setting:topicArn}' }],
  signed: [
    'Message\n{json:Message}\nMessageId\n{json:MessageId}\n',
    { optional: 'Subject\n{json:Subject}\n' },
    { optional: 'SubscribeURL\n{json:SubscribeURL}\n' },
    'Timestamp\n{json:Timestamp}\n',
    { optional: 'Token\n{json:Token}\n' },
    'TopicArn\n{json:TopicArn}\nType\n{json:Type}\n',
  ],
} as const;

export const preset: Preset = {
  id: 'sns',
  name: 'AWS SNS (HTTP/S)',
  category: 'cloud',
  confidence: 'high',
  docs: {
    url: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'any',
    of: [
      { ...signed, algorithm: 'sha256' },
      { ...signed, algorithm: 'sha1', allowWeakAlgorithm: true },
    ],
  },
  settings: {
    topicArn: 'ARN of the topic: everybody who has an AWS account can sign with these keys',
  },
  eventId: { json: 'MessageId' },
  eventType: { json: 'Type' },
  handshakes: [
    {
      when: { has: { json: 'Type' }, equals: 'SubscriptionConfirmation' },
      proof: 'checks',
      confirm: {
        url: { json: 'SubscribeURL' },
        hosts,
      },
      reply: { text: 'confirmed' },
    },
  ],
  operations: { response: '2xx' },
  notes: [
    'sns-validator signs UnsubscribeConfirmation with the Notification key list (no Token), unlike the AWS doc list.',
  ],
  evidence: ['sns-validator@0.3.5', 'argo-events'],
  sample: {
    eventType: 'Notification',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body: {
      Type: '{type}',
      MessageId: '{id}',
      Message: '{"amount":2000}',
      Timestamp: '2026-11-23T10:00:00.000Z',
      SignatureVersion: '2',
      SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-sample.pem',
    },
  },
};
