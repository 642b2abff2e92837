/** How the vendor's own package makes or checks signatures of one preset. */
export interface VendorProof {
  /** Name of the package, as in `package.json`. */
  readonly package: string;
  /** Secret in the form that the package takes; a fresh one of the preset's kind when it does not matter. */
  readonly signing?: string;
  readonly token?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Signs a body the vendor's way; returns what the vendor would send beside it. */
  readonly sign?: (asked: Asked) => Promise<Sent> | Sent;
  /** Whether the package accepts a request that we signed. Throwing means no. */
  readonly verify?: (request: Shown) => unknown;
}

export interface Asked {
  readonly secret: string;
  readonly nowMs: number;
  readonly url: string;
  /** A JSON event, to be signed as it is. */
  readonly body: string;
}

export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** The body, where it is not the one that was asked for. */
  readonly body?: string;
}

export interface Shown {
  /** What the receiver stores: the secret, or the public key as PEM. */
  readonly secret: string;
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
