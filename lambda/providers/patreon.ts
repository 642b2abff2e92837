import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'patreon',
  name: 'Patreon',
  category: 'commerce',
  confidence: 'high',
  docs: { url: 'https://docs.patreon.com/#webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'md5',
    header: 'x-patreon-signature',
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  eventType: { header: 'x-patreon-event' },
  notes: ['HMAC-MD5: WebCrypto has no MD5.'],
  evidence: ['5 independent implementations'],
};
