import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sinch-sms',
  name: 'Sinch SMS callbacks',
  category: 'telecom',
  confidence: 'high',
  docs: {
    url: 'https://developers.sinch.com/docs/sms/api-reference/sms/tag/Webhooks/',
    checked: '2026-11-23',
  },
  token: { header: 'authorization', as: 'basic' },
  eventType: { json: 'type' },
  operations: {
    response: '2xx; other 4xx = not retried',
    retry: '5xx and 429: 5 s doubling to 81920 s (about 22 h 45 m)',
  },
  evidence: ['Sinch Java SDK apidocs'],
};
