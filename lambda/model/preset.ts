import type { SignatureScheme } from './signature-scheme.ts';
import type { EventIdRule, ValueLocation } from './source.ts';

/** Our data record about a provider's way of sending. Facts only; each with where it stands and when it was checked. */
export interface Preset {
  /** File name of the preset and value of `provider` in the configuration. */
  readonly id: string;
  /** The provider's own spelling of its name. */
  readonly name: string;
  readonly docs: { readonly url: string; readonly checked: string };
  readonly methods: readonly string[];
  readonly signature: SignatureScheme;
  readonly eventId: EventIdRule;
  readonly eventType?: ValueLocation;
  /** A body such as the provider sends, for `sallyport send` and the first start. `{id}` becomes a fresh event id. */
  readonly sample: {
    readonly eventType: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}
