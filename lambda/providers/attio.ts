import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'attio',
  name: 'Attio',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://docs.attio.com/rest-api/guides/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-attio-signature', encoding: 'hex' },
  evidence: ['Nango attio routing'],
};
