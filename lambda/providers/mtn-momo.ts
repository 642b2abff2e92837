import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'mtn-momo',
  name: 'MTN MoMo',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://momodeveloper.mtn.com/api-documentation/callback', checked: '2026-11-23' },
  methods: ['POST', 'PUT'],
  token: { path: true },
  eventType: { json: 'status' },
  operations: {
    response: '2xx; METHOD may be PUT or POST; 2 s timeout',
    retry:
      'docs disagree: older page = sent once, no retry; newer page = 20 retries every 1 s, then 30 retries every 2 min, then every 60 min',
  },
  notes: [
    'receiver must accept PUT. Sandbox callbacks are http-only.',
    'Nothing proves a callback but the token in the path: read the request to pay before acting on it. The host of the callback must be the one registered for the API user.',
  ],
  evidence: ['momodeveloper.mtn.com/api-documentation/callback'],
};
