import type { ReceiverFunction } from '../functions/receiver-function.ts';
import type { ReceiverApi } from '../ingress/api.ts';
import type { ReceiverWebAcl } from '../ingress/web-acl.ts';
import type { ReceiverParts } from '../receiver-parts.ts';

/** The parts of a receiver that alarms and the dashboard look at. */
export interface MonitoredReceiver {
  readonly parts: ReceiverParts;
  readonly edge: ReceiverApi;
  readonly webAcl: ReceiverWebAcl;
  readonly ingress: ReceiverFunction;
  readonly worker: ReceiverFunction;
  readonly sweeper: ReceiverFunction;
  readonly deadLetters: ReceiverFunction;
  /** Mints callbacks; present where a source has them. */
  readonly callbacks?: ReceiverFunction;
}
