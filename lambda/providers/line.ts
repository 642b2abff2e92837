import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'line',
  name: 'LINE Messaging API',
  category: 'messaging',
  confidence: 'high',
  docs: {
    url: 'https://developers.line.biz/en/docs/messaging-api/receiving-messages/#verify-signature',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-line-signature', encoding: 'base64' },
  operations: { retry: 'optional redelivery; deliveryContext.isRedelivery' },
  evidence: ['@line/bot-sdk@11.0.0 validate-signature.js', 'hono-webhook-verify'],
};
