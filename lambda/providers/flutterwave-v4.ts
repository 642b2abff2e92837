import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'flutterwave-v4',
  name: 'Flutterwave v4',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://developer.flutterwave.com/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'flutterwave-signature',
    encoding: 'base64',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  operations: { response: '200' },
  notes: ['some merchants still receive verif-hash: accept either per endpoint config.'],
  evidence: ['4 independent implementations (all base64)'],
};
