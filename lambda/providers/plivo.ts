import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'plivo',
  name: 'Plivo',
  category: 'telecom',
  confidence: 'high',
  docs: {
    url: 'https://www.plivo.com/docs/voice/concepts/signature-validation',
    checked: '2026-11-23',
  },
  methods: ['POST', 'GET'],
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'hmac',
        algorithm: 'sha256',
        header: 'x-plivo-signature-v3',
        format: { prefix: '', separator: ',' },
        encoding: 'base64',
        signed: [
          '{url}?',
          { pairs: 'form', order: 'sorted', assign: '', join: '' },
          '.{header:x-plivo-signature-v3-nonce}',
        ],
      },
      {
        kind: 'hmac',
        algorithm: 'sha256',
        header: 'x-plivo-signature-v3',
        format: { prefix: '', separator: ',' },
        encoding: 'base64',
        signed: '{url}.{header:x-plivo-signature-v3-nonce}',
      },
    ],
  },
  notes: ['The address must have no query string of its own when it is called by POST.'],
  evidence: ['plivo@4.79.0 utils/v3Security.js', 'plivo-node tests (V1/V2 vectors reproduced)'],
  sample: { form: { CallUUID: '{id}', From: '14155550100', To: '14155550111' } },
};
