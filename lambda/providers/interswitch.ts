import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'interswitch',
  name: 'Interswitch / Quickteller',
  category: 'payments-africa',
  confidence: 'medium',
  docs: { url: 'https://docs.interswitchgroup.com/docs/webhooks', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-interswitch-signature',
    encoding: 'hex',
  },
  evidence: ['3 implementations'],
};
