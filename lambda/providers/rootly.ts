import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'rootly',
  name: 'Rootly',
  category: 'dev',
  confidence: 'medium',
  docs: { url: 'https://docs.rootly.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-rootly-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' }, toleranceSeconds: 300 },
    signed: '{timestamp}{body}',
  },
  notes: ['Stripe-like header but NO dot between timestamp and body'],
  evidence: ['simstudioai/sim rootly.ts (+tests)'],
};
