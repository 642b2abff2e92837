import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'sonarqube',
  name: 'SonarQube',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://docs.sonarsource.com/sonarqube/', checked: '2026-11-23' },
  signature: {
    kind: 'hmac',
    algorithm: 'sha256',
    header: 'x-sonar-webhook-hmac-sha256',
    encoding: 'hex',
  },
  operations: { response: '2xx within 10 s' },
  notes: ['secret 16-200 chars (min since 10.6)'],
  evidence: ['sonar Go client docs, mia-platform, choerodon, several'],
};
