import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'synctera',
  name: 'Synctera',
  category: 'banking',
  confidence: 'medium',
  docs: { url: 'https://dev.synctera.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'synctera-signature',
    format: { prefix: '', separator: '.' },
    encoding: 'hex',
    timestamp: { at: { header: 'request-timestamp' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  operations: { rotation: 'several signatures in one header separated by "."' },
  evidence: ['hookdeck skill audit (separator, header names)'],
};
