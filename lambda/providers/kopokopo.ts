import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'kopokopo',
  name: 'Kopo Kopo K2Connect',
  category: 'payments-africa',
  confidence: 'high',
  docs: { url: 'https://api-docs.kopokopo.com/', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-kopokopo-signature', encoding: 'hex' },
  eventId: { json: 'id' },
  eventType: { json: 'topic' },
  operations: { response: '2xx' },
  evidence: ['k2-connect-node@1.3.0', 'PHP SDK doc comment', '2 others'],
};
