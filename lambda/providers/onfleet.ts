import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'onfleet',
  name: 'Onfleet',
  category: 'other',
  confidence: 'medium',
  docs: { url: 'https://docs.onfleet.com/reference/secrets', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-onfleet-signature',
    encoding: 'hex',
    secretEncoding: 'hex',
  },
  evidence: ['n8n-node-mocker (cites docs)'],
};
