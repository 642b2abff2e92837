import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'docusign',
  name: 'DocuSign Connect',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    headers: [
      'x-docusign-signature-1',
      'x-docusign-signature-2',
      'x-docusign-signature-3',
      'x-docusign-signature-4',
      'x-docusign-signature-5',
      'x-docusign-signature-6',
      'x-docusign-signature-7',
      'x-docusign-signature-8',
      'x-docusign-signature-9',
      'x-docusign-signature-10',
    ],
    encoding: 'base64',
  },
  eventType: { json: 'event' },
  operations: { response: '200', rotation: 'one numbered header per key (max 100 keys)' },
  evidence: ['wbhk', '3 impls'],
};
