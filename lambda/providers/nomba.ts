import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'nomba',
  name: 'Nomba',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://developer.nomba.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'nomba-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'nomba-timestamp' }, unit: 'iso-8601' },
    signed:
      '{json:event_type}:{json:requestId}:{json:data.merchant.userId}:{json:data.merchant.walletId}:{json:data.transaction.transactionId}:{json:data.transaction.type}:{json:data.transaction.time}:{json:data.transaction.responseCode}:{timestamp}',
  },
  eventId: { json: 'requestId' },
  eventType: { json: 'event_type' },
  evidence: ['2 implementations agreeing on the 9-field string', 'others wrongly use raw body'],
};
