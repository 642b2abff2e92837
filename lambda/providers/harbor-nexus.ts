import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'harbor-nexus',
  name: 'Sonatype Nexus',
  category: 'dev',
  confidence: 'medium',
  docs: {
    url: 'https://help.sonatype.com/en/working-with-hmac-payloads.html',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha1',
    header: 'x-nexus-webhook-signature',
    encoding: 'hex',
    allowWeakAlgorithm: true,
  },
  evidence: ['flux notification-controller (verifyHmacSignature)'],
};
