import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mandrill',
  name: 'Mailchimp Transactional (Mandrill)',
  category: 'email',
  confidence: 'high',
  docs: {
    url: 'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/#authenticating-webhook-requests',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-mandrill-signature',
    encoding: 'base64',
    signed: ['{url}', { pairs: 'form', order: 'sorted', assign: '', join: '' }],
    allowWeakAlgorithm: true,
  },
  evidence: ['django-anymail mandrill.py', 'wbhk'],
  sample: { form: { mandrill_events: '[]' } },
};
