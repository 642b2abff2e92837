import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'netlify',
  name: 'Netlify',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://docs.netlify.com/site-deploys/notifications/', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['HS256'],
    header: 'x-webhook-signature',
    key: { stored: 'utf8' },
    issuer: 'netlify',
    bodyHash: { claim: 'sha256', algorithm: 'sha256', encoding: 'hex' },
  },
  eventType: { header: 'x-netlify-event' },
  evidence: ['nuxt-webhook-validators', 'n8n-node-mocker'],
};
