import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'paytm',
  name: 'Paytm checksum',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://business.paytm.com/docs/checksum-verification', checked: '2026-11-23' },
  signature: { kind: 'cipher-checksum', form: 'CHECKSUMHASH' },
  eventType: { form: 'STATUS' },
  notes: [
    'needs decrypt-then-compare; cannot be a MAC preset',
    'The merchant key of 16 letters is the secret.',
  ],
  evidence: ['paytmchecksum@1.5.1 (machine-verified both ways)'],
  sample: {
    eventType: 'TXN_SUCCESS',
    form: { ORDERID: 'order-1', TXNID: '{id}', TXNAMOUNT: '10.00', STATUS: '{type}' },
  },
};
