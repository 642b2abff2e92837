import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'airtable',
  name: 'Airtable',
  category: 'productivity',
  confidence: 'medium',
  docs: { url: 'https://airtable.com/developers/web/api/webhooks-overview', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-airtable-content-mac',
    format: { prefix: 'hmac-sha256=' },
    encoding: 'hex',
    secretEncoding: 'base64',
  },
  notes: [
    'payload is a content-free ping; one implementation claims a base64 MAC: hex is used by pyairtable + 2 others.',
  ],
  evidence: ['pyairtable docs', 'wbhk'],
};
