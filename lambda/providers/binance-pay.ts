import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'binance-pay',
  name: 'Binance Pay',
  category: 'crypto',
  confidence: 'medium',
  docs: {
    url: 'https://developers.binance.com/docs/binance-pay/webhook-common',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'rsa',
    algorithm: 'sha256',
    key: { stored: 'pem' },
    header: 'binancepay-signature',
    encoding: 'base64',
    timestamp: { at: { header: 'binancepay-timestamp' }, unit: 'milliseconds' },
    signed: '{timestamp}\n{header:binancepay-nonce}\n{body}\n',
  },
  eventType: { json: 'bizType' },
  operations: { response: '200 JSON {"returnCode":"SUCCESS","returnMessage":null}' },
  notes: [
    'Store the certificate that the query-certificate call answers for the serial number in BinancePay-Certificate-SN.',
  ],
  evidence: ['message layout same as requests'],
};
