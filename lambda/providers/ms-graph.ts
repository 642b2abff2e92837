import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'ms-graph',
  name: 'Microsoft Graph change notifications',
  category: 'cloud',
  confidence: 'high',
  docs: {
    url: 'https://learn.microsoft.com/graph/change-notifications-delivery-webhooks',
    checked: '2026-11-23',
  },
  token: { json: 'value.*.clientState' },
  handshakes: [
    {
      when: { has: { query: 'validationToken' } },
      proof: 'none',
      reply: { text: '{query:validationToken}' },
    },
  ],
  operations: {
    response:
      '2xx; 200 if processed within 3 s, 202 if queued; endpoints slower than 10 s for >10% of replies in 10 min become "slow", >15% "drop"',
    retry: 'exponential up to 4 h',
  },
  evidence: ['learn.microsoft.com change-notifications-delivery-webhooks'],
  sample: { body: { value: [{ subscriptionId: '{id}', changeType: 'created' }] } },
};
