/** A local stand-in that speaks the wire protocol of an AWS service, on loopback. */
export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}
