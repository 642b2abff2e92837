import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'datasaur',
  name: 'Datasaur',
  category: 'ai',
  confidence: 'high',
  docs: {
    url: 'https://docs.datasaur.ai/integrations/webhook-notifications/webhook-signature',
    checked: '2026-11-23',
  },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-datasaur-signature', encoding: 'hex' },
  evidence: ['docs.datasaur.ai', 'published vector reproduced'],
};
