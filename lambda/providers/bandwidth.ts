import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'bandwidth',
  name: 'Bandwidth',
  category: 'telecom',
  confidence: 'medium',
  docs: { url: 'https://dev.bandwidth.com/docs/messaging/webhooks/', checked: '2026-11-23' },
  token: { header: 'authorization', as: 'basic' },
  operations: { response: '2xx within 10 s; body is a JSON ARRAY of events', retry: 'up to 24 h' },
  evidence: ['dev.bandwidth.com messaging webhooks'],
};
