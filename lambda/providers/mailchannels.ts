import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mailchannels',
  name: 'MailChannels',
  category: 'email',
  confidence: 'high',
  docs: { url: 'https://docs.mailchannels.net/email-api/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'http-message-signature',
    algorithm: 'ed25519',
    components: ['content-digest'],
    key: { stored: 'spki-base64' },
    toleranceSeconds: 300,
  },
  notes: [
    'The key is at https://api.mailchannels.net/tx/v1/webhook/public-key?id=KEYID; store it as the signing secret.',
  ],
  evidence: ['nuxt-webhook-validators mailchannels.ts'],
};
