import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'flutterwave-v3',
  name: 'Flutterwave v3',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://developer.flutterwave.com/v3.0/docs/webhooks', checked: '2026-11-23' },
  token: { header: 'verif-hash' },
  eventType: { json: 'event' },
  operations: { response: '200' },
  notes: ['not a signature: body is unauthenticated, re-query the transaction.'],
  evidence: ['Flutterwave engineering article'],
};
