import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'zoho-desk',
  name: 'Zoho Desk',
  category: 'crm',
  confidence: 'medium',
  docs: { url: 'https://desk.zoho.com/DeskAPIDocument#Webhook', checked: '2026-11-23' },
  signature: {
    kind: 'jwt',
    algorithms: ['RS256'],
    header: 'x-zdesk-jwt',
    key: { stored: 'pem' },
    claims: { iss: 'orgId:{setting:orgId}', aud: 'webhookId:{setting:webhookId}' },
  },
  settings: { orgId: 'id of the Zoho Desk organisation', webhookId: 'id of the webhook' },
  operations: { response: '5 s deadline' },
  evidence: ['simstudioai/sim zoho-desk.ts (+tests)'],
};
