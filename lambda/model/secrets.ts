import type { KeyObject } from 'node:crypto';
import type { SecretLabel } from './delivery.ts';

/** The versions of one source's secret, newest first; one or two of them, `current` always present. */
export type SourceSecrets = readonly SecretVersion[];

/** A key that the sender publishes, and the name it goes by there. */
export interface PublishedKey {
  readonly keyId?: string;
  readonly signing: KeyObject;
}

/** Keys, not strings: a `KeyObject` shows nothing when it is logged or serialised by accident. */
export interface SecretVersion {
  readonly label: SecretLabel;
  readonly versionId: string;
  readonly signing?: KeyObject;
  readonly token?: KeyObject;
}
