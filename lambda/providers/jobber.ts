import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'jobber',
  name: 'Jobber',
  category: 'crm',
  confidence: 'medium',
  docs: {
    url: 'https://developer.getjobber.com/docs/using_jobbers_api/setting_up_webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-jobber-hmac-sha256',
    encoding: 'base64',
  },
  evidence: ['Nango jobber routing'],
};
