import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sinch',
  name: 'Sinch Conversation API',
  category: 'telecom',
  confidence: 'high',
  docs: { url: 'https://developers.sinch.com/docs/conversation/callbacks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-sinch-webhook-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-sinch-webhook-signature-timestamp' } },
    signed: '{body}.{header:x-sinch-webhook-signature-nonce}.{timestamp}',
  },
  notes: ['SMS product is separate: see sinch-sms'],
  evidence: ['Sinch .NET test vector (reproduced)', 'Python SDK', 'wbhk'],
};
