import type { HandshakeRecipe } from './handshake.ts';
import type { ReplyRecipe } from './reply-template.ts';
import type { SignatureRecipe } from './signature-scheme.ts';
import type { ReplyRules, TokenRule } from './source.ts';
import type { ValueLocation } from './value-location.ts';

/** Our data record about a provider's way of sending. Facts only; each with where it stands and when it was checked. */
export interface Preset {
  /** File name of the preset and value of `provider` in the configuration. */
  readonly id: string;
  /** The provider's own spelling of its name. */
  readonly name: string;
  readonly category: ProviderCategory;
  /** `high`: official code or documentation, or two independent implementations that agree. `medium`: one implementation. */
  readonly confidence: 'high' | 'medium';
  readonly docs: { readonly url: string; readonly checked: string };
  /** Default: `POST`. */
  readonly methods?: readonly string[];
  readonly signature?: SignatureRecipe;
  readonly token?: TokenRule;
  /** Addresses that the provider says it sends from. */
  readonly addresses?: PublishedAddresses;
  readonly eventId?: ValueLocation;
  readonly eventType?: ValueLocation;
  /** What the source must configure beside secrets: name, and what it is. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly replies?: ReplyRules<ReplyRecipe>;
  readonly handshakes?: readonly HandshakeRecipe[];
  readonly operations?: {
    /** What the provider takes as delivered, and how long it waits. */
    readonly response?: string;
    readonly retry?: string;
    readonly rotation?: string;
  };
  /** Code and pages that the facts rest on. */
  readonly evidence?: readonly string[];
  /** What an operator or a handler's author must know. */
  readonly notes?: readonly string[];
  /** A body such as the provider sends, for `sallyport send`. Values that the scheme needs and the body lacks are added. */
  readonly sample?: Sample;
}

/** Presets by id. Reading the ids loads none of them. */
export type PresetIndex = Pick<ReadonlyMap<string, Preset>, 'get' | 'has' | 'keys'>;

export interface PublishedAddresses {
  readonly ranges: readonly string[];
  /** Whether a source uses them without being told to: where the addresses are the proof. */
  readonly byDefault?: true;
  /** Where the provider publishes them as JSON, and the path of the list in it. */
  readonly list?: { readonly url: string; readonly json: string };
}

/** `{id}` and `{type}` in a sample become the event's. */
export interface Sample {
  readonly eventType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A form instead of JSON. */
  readonly form?: Readonly<Record<string, string>>;
}

export const providerCategories = [
  'payments',
  'payments-africa',
  'banking',
  'crypto',
  'telecom',
  'messaging',
  'email',
  'dev',
  'cloud',
  'auth',
  'kyc',
  'crm',
  'productivity',
  'commerce',
  'cms',
  'hr',
  'media',
  'ai',
  'ops',
  'finance',
  'other',
] as const;
export type ProviderCategory = (typeof providerCategories)[number];
