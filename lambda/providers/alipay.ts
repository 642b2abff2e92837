import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'alipay',
  name: 'Alipay async notify',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://opendocs.alipay.com/open/270/105902', checked: '2026-11-23' },
  signature: {
    kind: 'any',
    of: [
      {
        kind: 'rsa',
        algorithm: 'sha256',
        key: { stored: 'spki-base64' },
        form: 'sign',
        encoding: 'base64',
        signed: [
          {
            pairs: 'form',
            order: 'sorted',
            omit: ['sign', 'sign_type'],
            dropEmpty: true,
            assign: '=',
            join: '&',
          },
        ],
      },
      {
        kind: 'rsa',
        algorithm: 'sha1',
        key: { stored: 'spki-base64' },
        form: 'sign',
        encoding: 'base64',
        signed: [
          {
            pairs: 'form',
            order: 'sorted',
            omit: ['sign', 'sign_type'],
            dropEmpty: true,
            assign: '=',
            join: '&',
          },
        ],
        allowWeakAlgorithm: true,
      },
    ],
  },
  eventId: { form: 'notify_id' },
  eventType: { form: 'notify_type' },
  replies: { accepted: { text: 'success' } },
  operations: { response: '200 body exactly "success"' },
  notes: ['SDK verifies twice: with sign_type kept and removed'],
  evidence: ['alipay-sdk@4.14.0'],
};
