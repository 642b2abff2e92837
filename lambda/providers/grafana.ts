import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'grafana',
  name: 'Grafana Alerting',
  category: 'ops',
  confidence: 'high',
  docs: { url: 'https://grafana.com/docs/grafana/latest/alerting/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-grafana-alerting-signature',
    encoding: 'hex',
  },
  notes: [
    'header names are user configuration: the preset needs two options',
    'The header can be renamed in Grafana, and a timestamp header switched on: write the recipe for those.',
  ],
  evidence: [
    'grafana terraform provider test data, 4 independent verifiers, Grafana docs (HMAC since 12.0)',
  ],
};
