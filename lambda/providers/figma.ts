import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'figma',
  name: 'Figma',
  category: 'productivity',
  confidence: 'high',
  docs: {
    url: 'https://developers.figma.com/docs/rest-api/webhooks-security/',
    checked: '2026-11-23',
  },
  token: { json: 'passcode' },
  eventType: { json: 'event_type' },
  evidence: ['n8n-node-mocker (cites Figma docs)'],
};
