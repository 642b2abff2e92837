import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'worldpay',
  name: 'Worldpay Access (Events)',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://developer.worldpay.com/products/events', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'event-signature',
    format: { positions: { list: ',', separator: '/', signature: 2 } },
    encoding: 'hex',
    secretEncoding: 'hex',
  },
  eventId: { json: 'eventId' },
  eventType: { json: 'eventDetails.type' },
  operations: { rotation: 'comma list' },
  evidence: ['peach-payments/hyperswitch connector worldpay.rs + worldpaymodular.rs'],
};
