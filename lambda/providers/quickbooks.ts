import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'quickbooks',
  name: 'Intuit QuickBooks Online',
  category: 'finance',
  confidence: 'medium',
  docs: {
    url: 'https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'intuit-signature', encoding: 'base64' },
  operations: { response: '2xx' },
  evidence: ['independent implementations'],
};
