import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'zoom',
  name: 'Zoom',
  category: 'messaging',
  confidence: 'high',
  docs: { url: 'https://developers.zoom.us/docs/api/webhooks/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-zm-signature',
    format: { prefix: 'v0=' },
    encoding: 'hex',
    timestamp: { at: { header: 'x-zm-request-timestamp' } },
    signed: 'v0:{timestamp}:{body}',
  },
  eventType: { json: 'event' },
  handshakes: [
    {
      when: { has: { json: 'event' }, equals: 'endpoint.url_validation' },
      proof: 'checks',
      reply: {
        json: {
          plainToken: '{json:payload.plainToken}',
          encryptedToken: { of: '{json:payload.plainToken}', apply: 'hmac-sha256-hex' },
        },
      },
    },
  ],
  evidence: ['@zoom/rivet@0.4.0', 'webhook-verify spec', 'wbhk'],
};
