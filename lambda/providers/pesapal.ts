import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'pesapal',
  name: 'Pesapal v3',
  category: 'payments-africa',
  confidence: 'medium',
  docs: {
    url: 'https://developer.pesapal.com/how-to-integrate/e-commerce/api-30-json/ipn',
    checked: '2026-11-23',
  },
  methods: ['POST', 'GET'],
  token: { path: true },
  eventType: { json: 'OrderNotificationType' },
  replies: {
    accepted: {
      json: {
        orderNotificationType: '{json:OrderNotificationType}',
        orderTrackingId: '{json:OrderTrackingId}',
        orderMerchantReference: '{json:OrderMerchantReference}',
        status: 200,
      },
    },
  },
  operations: {
    response:
      '200 JSON {"orderNotificationType","orderTrackingId","orderMerchantReference","status":200}',
  },
  notes: [
    'Nothing proves a notification but the token in the path: ask GetTransactionStatus before acting on it.',
  ],
  evidence: [
    '6 independent implementations',
    'one Python lib invents an X-Pesapal-Signature that the others do not use',
  ],
  sample: {
    eventType: 'IPNCHANGE',
    body: {
      OrderNotificationType: '{type}',
      OrderTrackingId: '{id}',
      OrderMerchantReference: 'order-1',
    },
  },
};
