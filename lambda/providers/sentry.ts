import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sentry',
  name: 'Sentry',
  category: 'ops',
  confidence: 'high',
  docs: {
    url: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'sentry-hook-signature',
    encoding: 'hex',
  },
  eventId: { header: 'request-id' },
  operations: { response: '2xx' },
  notes: [
    'vendor samples sign JSON.stringify(body); raw body is equivalent when unmodified. Timestamp header is not signed.',
  ],
  evidence: ['wbhk registry', 'tern'],
};
