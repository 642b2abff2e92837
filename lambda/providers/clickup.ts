import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'clickup',
  name: 'ClickUp',
  category: 'productivity',
  confidence: 'high',
  docs: { url: 'https://developer.clickup.com/docs/webhooksignature', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-signature', encoding: 'hex' },
  eventType: { json: 'event' },
  evidence: ['developer.clickup.com webhook-signature page', 'wbhk registry'],
};
