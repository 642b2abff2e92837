import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'connectwise',
  name: 'ConnectWise PSA',
  category: 'crm',
  confidence: 'high',
  docs: { url: 'https://developer.connectwise.com/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-content-signature',
    encoding: 'base64',
    secretTransform: 'sha256',
  },
  notes: [
    'A callback names the address of its signing key in Metadata.key_url. It is not followed: read the key there yourself, once the host is that of your own instance, store it as the secret, and store it again when it changes.',
  ],
  evidence: ['ConnectWise PSA Go client ValidateWebhook', 'Nango routing'],
};
