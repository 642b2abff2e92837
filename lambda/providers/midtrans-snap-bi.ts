import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'midtrans-snap-bi',
  name: 'Midtrans SNAP BI',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.midtrans.com/', checked: '2026-11-23' },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'x-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-timestamp' }, unit: 'iso-8601' },
    signed: 'POST:{path}:{body|minify|sha256-hex}:{timestamp}',
  },
  evidence: ['midtrans-client@1.4.3'],
};
