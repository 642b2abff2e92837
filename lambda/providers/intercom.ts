import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'intercom',
  name: 'Intercom',
  category: 'crm',
  confidence: 'high',
  docs: {
    url: 'https://developers.intercom.com/docs/webhooks/setting-up-webhooks',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-hub-signature',
    format: { prefix: 'sha1=' },
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  eventId: { json: 'id' },
  eventType: { json: 'topic' },
  evidence: ['knocker', 'wbhk'],
};
