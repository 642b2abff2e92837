import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'noon',
  name: 'noon payments',
  category: 'payments',
  confidence: 'medium',
  docs: { url: 'https://docs.noonpayments.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    json: 'signature',
    encoding: 'base64',
    signed: '{json:orderId},{json:orderStatus},{json:eventId},{json:eventType},{json:timeStamp}',
  },
  eventId: { json: 'eventId' },
  eventType: { json: 'eventType' },
  evidence: ['hyperswitch-prism noon.rs'],
};
