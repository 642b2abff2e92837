import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'squad',
  name: 'Squad (GTCO, Habari)',
  category: 'payments-africa',
  confidence: 'medium',
  docs: {
    url: 'https://docs.squadco.com/Webhook%20and%20Direct%20integration',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-squad-encrypted-body',
    encoding: 'hex',
  },
  eventType: { json: 'Event' },
  operations: { response: '200' },
};
