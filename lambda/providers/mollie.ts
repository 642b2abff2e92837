import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mollie',
  name: 'Mollie (next-gen webhooks)',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.mollie.com/reference/webhooks-new', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-mollie-signature',
    format: { prefix: 'sha256=', separator: ',' },
    encoding: 'hex',
  },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  operations: { response: '200', rotation: 'during rotation Mollie sends more than one signature' },
};
