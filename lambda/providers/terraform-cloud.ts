import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'terraform-cloud',
  name: 'HCP Terraform / TFE notifications',
  category: 'dev',
  confidence: 'high',
  docs: {
    url: 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'hmac',
    algorithm: 'sha512',
    header: 'x-tfe-notification-signature',
    encoding: 'hex',
  },
  notes: ['one public repo documents SHA256: wrong'],
  evidence: ['5 independent verifiers (AWS-style lambdas, Port, superplane, ...)'],
};
