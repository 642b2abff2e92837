import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'alchemy',
  name: 'Alchemy Notify',
  category: 'crypto',
  confidence: 'medium',
  docs: { url: 'https://docs.alchemy.com/reference/notify-api-quickstart', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-alchemy-signature', encoding: 'hex' },
  eventId: { json: 'id' },
  eventType: { json: 'type' },
  evidence: ['5 implementations (HMAC-SHA256)'],
};
