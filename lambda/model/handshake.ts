import type { ReplyRecipe, ReplyTemplate } from './reply-template.ts';
import type { ValueLocation } from './value-location.ts';

/** A request by which a provider tries out the endpoint instead of delivering an event: it is answered and goes no further. */
export type HandshakeRecipe = HandshakeOver<ReplyRecipe>;
export type Handshake = HandshakeOver<ReplyTemplate>;

interface HandshakeOver<Reply> {
  /** All that is named must hold. */
  readonly when: {
    readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
    /** A value that must be there, and what it must equal where that is said. */
    readonly has?: ValueLocation;
    readonly equals?: string;
  };
  /**
   * What is asked before we answer. `checks`: all checks of the source, as for an event. `none`: the source address alone; then the answer
   * must be no use to anybody else. A place: the value there must equal the `token` secret.
   */
  readonly proof: 'checks' | 'none' | { readonly tokenAt: ValueLocation };
  readonly reply: Reply;
  /**
   * `confirm`: an address to call, on one of the hosts, so that the sender begins to deliver. `storeSecret`: the sender hands over the signing
   * secret; it is stored once, while the source has none.
   */
  readonly confirm?: { readonly url: ValueLocation; readonly hosts: readonly string[] };
  readonly storeSecret?: ValueLocation;
}
