import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'buildkite',
  name: 'Buildkite',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://buildkite.com/docs/apis/webhooks/pipelines', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-buildkite-signature',
    format: { fields: { signature: 'signature' } },
    encoding: 'hex',
    timestamp: { at: { field: 'timestamp' }, toleranceSeconds: 300 },
    signed: '{timestamp}.{body}',
  },
  addresses: {
    ranges: [],
    list: { url: 'https://api.buildkite.com/v2/meta', json: 'webhook_ips' },
  },
  evidence: ['buildkite/docs repo'],
};
