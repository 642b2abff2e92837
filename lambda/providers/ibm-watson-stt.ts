import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'ibm-watson-stt',
  name: 'IBM Watson Speech to Text callbacks',
  category: 'ai',
  confidence: 'medium',
  docs: {
    url: 'https://cloud.ibm.com/apidocs/speech-to-text#registercallback',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-callback-signature',
    encoding: 'base64',
    allowWeakAlgorithm: true,
  },
  eventType: { json: 'event' },
  handshakes: [
    {
      when: { method: 'GET', has: { query: 'challenge_string' } },
      proof: 'none',
      reply: { text: '{query:challenge_string}' },
    },
  ],
  evidence: ['watson node-sdk typedoc'],
};
