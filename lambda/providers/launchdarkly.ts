import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'launchdarkly',
  name: 'LaunchDarkly',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://docs.launchdarkly.com/home/connecting/webhooks', checked: '2026-11-23' },
  signature: { kind: 'hmac', algorithm: 'sha256', header: 'x-ld-signature', encoding: 'hex' },
  evidence: ['webhook-verify changelog, Sentry tests, superplane, old Rust verifier'],
};
