import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'emailit',
  name: 'Emailit',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://emailit.com/docs/webhooks/request-signature/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-emailit-signature',
    encoding: 'hex',
    timestamp: { at: { header: 'x-emailit-timestamp' } },
    signed: '{timestamp}.{body}',
  },
  evidence: ['emailit docs'],
};
