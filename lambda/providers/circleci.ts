import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'circleci',
  name: 'CircleCI',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://circleci.com/docs/outbound-webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'circleci-signature',
    format: { fields: { signature: 'v1' } },
    encoding: 'hex',
  },
  eventId: { json: 'id' },
  operations: { response: '2xx' },
  notes: ['only check the newest signature version (downgrade defence).'],
  evidence: ['circleci-docs adoc (3 vectors reproduced)'],
};
