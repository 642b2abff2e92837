import type { CheckName, CheckResult } from '../../lambda/model/delivery.ts';
import type { CheckView } from './page/api.ts';

/** What each check looks at, by its result. */
const meanings: Readonly<Record<CheckName, Readonly<Record<CheckResult['result'], string>>>> = {
  cdn: {
    passed: 'The request came through the CDN, which proved itself.',
    failed: 'The request did not come through the CDN, or its one address was missing.',
  },
  'source-ip': {
    passed: "The sender's address is on the source's allow list.",
    failed: "The sender's address is not on the source's allow list.",
  },
  callback: {
    passed: 'The token in the address names a callback that waits for its answer.',
    failed: 'The token in the address is unknown, its time has run out, or it was used.',
  },
  token: {
    passed: 'The shared secret is the stored one.',
    failed: 'The shared secret is missing, came twice, or is not the stored one.',
  },
  signature: {
    passed: 'The signature holds over the exact bytes that were received.',
    failed:
      'The signature is missing, malformed, or does not hold over the bytes that were received.',
  },
  freshness: {
    passed: 'The signed timestamp is within the tolerance.',
    failed: 'The signed timestamp is missing, malformed, or outside the tolerance.',
  },
  'provider-api': {
    passed: "An operator fetched the event from the provider's API; no request was verified.",
    failed: "The event was not what the provider's API has.",
  },
};

export const checkViews = (checks: readonly CheckResult[]): readonly CheckView[] =>
  checks.map(({ check, result }) => ({ check, result, meaning: meanings[check][result] }));
