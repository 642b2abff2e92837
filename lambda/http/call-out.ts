import { DependencyError } from '../model/errors.ts';
import { secondsToMs } from '../model/time.ts';

const timeoutMs = secondsToMs(3);

/**
 * Calls an address that a sender asks us to confirm, by GET and without following redirects.
 * The call throws `DependencyError` when it is not answered with a 2xx.
 */
export function callOut({ relay = '' }: { readonly relay?: string }) {
  return async (address: string): Promise<void> => {
    const host = new URL(address).host;
    try {
      const response = await fetch(`${relay}${address}`, {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`answered ${response.status}`);
    } catch (error) {
      throw new DependencyError(`the confirmation at ${host}`, error);
    }
  };
}
