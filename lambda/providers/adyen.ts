import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'adyen',
  name: 'Adyen (standard payment notifications)',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    json: 'additionalData.hmacSignature',
    encoding: 'base64',
    secretEncoding: 'hex',
    each: 'notificationItems.*.NotificationRequestItem',
    signed:
      '{json:pspReference?}:{json:originalReference?}:{json:merchantAccountCode?}:{json:merchantReference?}:{json:amount.value?}:{json:amount.currency?}:{json:eventCode?}:{json:success?}',
  },
  eventType: { json: 'notificationItems.0.NotificationRequestItem.eventCode' },
  operations: {
    response:
      'any 2xx (200/202) within 10 s; ports 443, 8443, 8843; body "[accepted]" no longer required',
    retry:
      '3 quick tries (9,18,27 s) then 2m,5m,10m,15m,30m,1h,2h,4h,8h ... up to 30 days, one queue per endpoint',
    rotation: 'one key per endpoint; new key on switch test->live',
  },
  notes: [
    'A batch can carry several items: EVERY item must verify. Body is JSON (or SOAP/form in legacy).',
  ],
  evidence: [
    '@adyen/api-library@32.1.0 hmacValidator.js + tests',
    'hyperswitch adyen.rs',
    'wbhk registry',
  ],
  sample: {
    eventType: 'AUTHORISATION',
    body: {
      live: 'false',
      notificationItems: [
        {
          NotificationRequestItem: {
            eventCode: '{type}',
            success: 'true',
            pspReference: '{id}',
            merchantAccountCode: 'SampleAccount',
            merchantReference: 'order-1',
            amount: { value: 1000, currency: 'EUR' },
            additionalData: {},
          },
        },
      ],
    },
  },
};
