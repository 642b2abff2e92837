import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'strava',
  name: 'Strava',
  category: 'other',
  confidence: 'medium',
  docs: { url: 'https://developers.strava.com/docs/webhooks/', checked: '2026-11-23' },
  token: { path: true },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'hub.challenge' } },
      proof: 'checks',
      reply: { json: { 'hub.challenge': '{query:hub.challenge}' } },
    },
  ],
  notes: [
    'Nothing proves a delivery but the token in the path; choose the verify token of the subscription freely.',
  ],
  evidence: [
    'gists/implementations of GET -> JSON hub.challenge',
    'hookdeck skill (no per-event signature)',
  ],
};
