import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'malipopay',
  name: 'MalipoPay (TZ)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: {
    url: 'https://developers.malipopay.co.tz/api/handle-callback-notifications',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    json: 'payloadSignature',
    encoding: 'hex',
    signed: '{json:reference}{json:timestamp}{json:amount}{json:customer.phoneNumber}{secret}',
  },
  eventType: { json: 'status' },
  operations: { response: '200' },
  evidence: ['developers.malipopay.co.tz'],
};
