import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'salesforce-outbound',
  name: 'Salesforce outbound messages (SOAP)',
  category: 'crm',
  confidence: 'high',
  docs: {
    url: 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging.htm',
    checked: '2026-11-23',
  },
  token: { path: true },
  replies: {
    accepted: {
      contentType: 'text/xml',
      text: '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
    },
  },
  operations: {
    response: '200 with SOAP notificationsResponse Ack=true; 60 s timeout',
    retry:
      'queued up to 24 h, interval grows exponentially to max 2 h; up to 100 notifications per message; may arrive out of order',
  },
  notes: [
    'The sender may also show a client certificate, which API Gateway checks on a custom domain with mutual TLS.',
  ],
  evidence: ['developer.salesforce.com outbound messaging security/notifications pages'],
};
