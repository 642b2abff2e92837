import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'azure-event-grid',
  name: 'Azure Event Grid',
  category: 'cloud',
  confidence: 'medium',
  docs: {
    url: 'https://learn.microsoft.com/azure/event-grid/webhook-event-delivery',
    checked: '2026-11-23',
  },
  methods: ['POST'],
  token: { query: 'code' },
  eventType: { header: 'aeg-event-type' },
  handshakes: [
    {
      when: { has: { header: 'aeg-event-type' }, equals: 'SubscriptionValidation' },
      proof: 'checks',
      reply: { json: { validationResponse: '{json:0.data.validationCode}' } },
    },
    {
      when: { method: 'OPTIONS', has: { header: 'webhook-request-origin' } },
      proof: 'none',
      reply: { headers: { 'WebHook-Allowed-Origin': '{header:webhook-request-origin}' }, text: '' },
    },
  ],
  operations: { response: '2xx' },
  notes: [
    'The token stands in the endpoint address as ?code=…; Event Grid sends it with every delivery.',
  ],

  sample: { body: [{ id: '{id}', eventType: '{type}', subject: 'sample', data: {} }] },
};
