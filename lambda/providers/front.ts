import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'front',
  name: 'Front',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://dev.frontapp.com/docs/webhooks-1', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-front-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'x-front-request-timestamp' }, unit: 'milliseconds' },
    signed: '{timestamp}:{body}',
  },
  evidence: ['wbhk registry'],
};
