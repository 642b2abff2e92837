import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'billit',
  name: 'Billit',
  category: 'finance',
  confidence: 'high',
  docs: { url: 'https://docs.billit.be/reference/webhook', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'billit-signature',
    format: { fields: { signature: 's' } },
    encoding: 'hex',
    timestamp: { at: { field: 't' } },
    signed: '{timestamp}.{body}',
  },
  evidence: ['docs.billit.be (2 pages)'],
};
