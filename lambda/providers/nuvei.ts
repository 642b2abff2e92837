import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'nuvei',
  name: 'Nuvei (SafeCharge DMN)',
  category: 'payments',
  confidence: 'medium',
  docs: {
    url: 'https://docs.nuvei.com/documentation/integration/webhooks/',
    checked: '2026-11-23',
  },
  signature: {
    kind: 'digest',
    algorithm: 'sha256',
    form: 'advanceResponseChecksum',
    encoding: 'hex',
    signed:
      '{secret}{form:totalAmount}{form:currency}{form:responseTimeStamp}{form:PPP_TransactionID}{form:Status}{form:productId}',
  },
  evidence: ['peach-payments/hyperswitch connector nuvei.rs'],
};
