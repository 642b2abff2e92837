import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'authorize-net',
  name: 'Authorize.Net',
  category: 'payments',
  confidence: 'high',
  docs: {
    url: 'https://developer.authorize.net/api/reference/features/webhooks.html',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-anet-signature',
    format: { prefix: 'sha512=' },
    encoding: 'hex',
  },
  eventId: { json: 'notificationId' },
  eventType: { json: 'eventType' },
  operations: { response: '200' },
  notes: [
    'conflict: several open-source registries hex-decode the key (correct only for SHA2 transHash). UTF-8 reproduces the only published vectors.',
  ],
  evidence: [
    'stymiee/authnetjson test vector reproduced with UTF-8 key',
    '2017 forum vector (third-party reproduction)',
    'hyperswitch uses text key',
  ],
};
