import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'dockerhub',
  name: 'Docker Hub',
  category: 'dev',
  confidence: 'high',
  docs: { url: 'https://docs.docker.com/docker-hub/repos/manage/webhooks/', checked: '2026-11-23' },
  token: { path: true },
  operations: {
    response:
      '2xx; receiver may POST {"state":"success|failure|error"} to json:callback_url (chain validation)',
  },
  notes: ['callback_url must be allow-listed before calling (SSRF).'],
  evidence: ['flux notification-controller (no verification possible)', 'go-playground docker'],
};
