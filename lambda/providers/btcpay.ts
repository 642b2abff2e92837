import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'btcpay',
  name: 'BTCPay Server',
  category: 'crypto',
  confidence: 'high',
  docs: {
    url: 'https://docs.btcpayserver.org/API/Greenfield/v1/#tag/Webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'btcpay-sig',
    format: { prefix: 'sha256=' },
    encoding: 'hex',
  },
  eventType: { json: 'type' },
  evidence: ['btcpay greenfield schema (UTF8(secret), body)'],
};
