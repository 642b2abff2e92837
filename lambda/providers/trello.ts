import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'trello',
  name: 'Trello',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-trello-webhook',
    encoding: 'base64',
    signed: '{body}{url}',
    allowWeakAlgorithm: true,
  },
  eventId: { json: 'action.id' },
  eventType: { json: 'action.type' },
  handshakes: [{ when: { method: 'HEAD' }, proof: 'none', reply: { text: '' } }],
  operations: { response: '200', retry: '30,60,120 s (3); disabled after long failure' },
  evidence: ['n8n-node-mocker', '5 impls'],
};
