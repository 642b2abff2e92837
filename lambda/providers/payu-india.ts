import type { Preset } from '../model/preset.ts';

export const preset: Preset = {
  id: 'payu-india',
  name: 'PayU India',
  category: 'payments',
  confidence: 'high',
  docs: { url: 'https://docs.payu.in/docs/transaction-callback-1', checked: '2026-11-23' },
  signature: {
    kind: 'digest',
    algorithm: 'sha512',
    form: 'hash',
    encoding: 'hex',
    signed: [
      { optional: '{form:additionalCharges}|' },
      '{secret}|{form:status}||||||{form:udf5?}|{form:udf4?}|{form:udf3?}|{form:udf2?}|{form:udf1?}|{form:email}|{form:firstname}|{form:productinfo}|{form:amount}|{form:txnid}|{form:key}',
    ],
  },
  eventType: { form: 'status' },
  evidence: ['docs.payu.in transaction callback'],
};
