import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'gumroad',
  name: 'Gumroad ping',
  category: 'commerce',
  confidence: 'medium',
  docs: { url: 'https://gumroad.com/ping', checked: '2026-11-23' },
  token: { path: true },
  eventType: { form: 'resource_name' },
  operations: { response: '200', retry: 'once an hour for up to 3 hours' },
  evidence: ['api-evangelist asyncapi', 'keylight docs', 'gumroad-connect'],
  sample: { form: { sale_id: '{id}', seller_id: 'sample' } },
};
