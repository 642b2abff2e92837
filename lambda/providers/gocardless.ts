import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'gocardless',
  name: 'GoCardless',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.gocardless.com/getting-started/staying-up-to-date-with-webhooks',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'webhook-signature', encoding: 'hex' },
  operations: { response: '2xx (official samples answer 204; invalid signature 498)' },
  evidence: ['gocardless-nodejs@10.1.2 cjs/webhooks.js', 'hyperswitch', 'lago'],
};
