import type { Construct } from 'constructs';
import { environmentOf } from '../functions/function-environment.ts';
import { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverParts } from '../receiver-parts.ts';
import { settings } from '../settings.ts';
import { mintStatements } from './caller-access.ts';

/** The function that mints callbacks, for whoever IAM lets invoke it: it has no address. */
export class MintFunction extends ReceiverFunction {
  /** @param callbacksUrl where callbacks are answered, up to the source */
  constructor(scope: Construct, id: string, parts: ReceiverParts, callbacksUrl: string) {
    super(scope, id, {
      name: 'callbacks',
      receiver: {
        sources: parts.receiver.sources.filter(({ callbacks }) => callbacks),
        handlers: [],
      },
      timeout: settings.mintTimeout,
      memoryMb: 256,
      concurrency: parts.callbacks.concurrency,
      settings: parts.functions,
      environment: environmentOf('callbacks', parts, { callbacksUrl }),
      statements: mintStatements(parts),
    });
  }
}
