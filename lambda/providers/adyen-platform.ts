import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'adyen-platform',
  name: 'Adyen (banking / management / platforms)',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'hmacsignature',
    encoding: 'base64',
    secretEncoding: 'hex',
  },
  eventType: { json: 'type' },
  operations: { response: '2xx' },
  notes: ['deprecated validateBankingHMAC() has its first two parameters swapped.'],
  evidence: ['@adyen/api-library hmacValidator.js', 'hyperswitch adyenplatform.rs'],
};
