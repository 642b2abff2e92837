import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'integrated-finance',
  name: 'Integrated Finance',
  category: 'banking',
  confidence: 'high',
  docs: {
    url: 'https://developer.integrated.finance/docs/webhook-authentication',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'ed25519',
    key: { stored: 'pem' },
    header: 'x-webhook-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-webhook-request-timestamp' }, unit: 'iso-8601' },
    signed:
      '{body|sha512-base64}|{header:x-webhook-event-id}|{header:x-webhook-event-timestamp}|{header:x-webhook-request-id}|{timestamp}|{header:x-webhook-key-version}',
  },
  eventId: { header: 'x-webhook-event-id' },
  operations: { rotation: 'key version header' },
  evidence: ['developer.integrated.finance'],
};
