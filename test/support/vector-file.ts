/** Requests that must be accepted: by a preset in `test/vectors/<preset>.json`, by a recipe in `test/vectors/recipes`. */
export interface VectorFile {
  readonly name: string;
  readonly preset?: string;
  readonly recipe?: object;
  readonly vectors: readonly Vector[];
}

export interface Vector {
  /** `sallyport` when our own `sign` made it; else the address where it is published. */
  readonly origin: string;
  /** When it was sent, ISO 8601. */
  readonly at: string;
  /** What the source configures beside the provider. */
  readonly config?: object;
  readonly secrets?: { readonly signing?: string; readonly token?: string };
  readonly request: {
    readonly method?: string;
    readonly pathToken?: string;
    readonly from?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly body: string;
    readonly base64?: boolean;
  };
}

export const vectorFolder = 'test/vectors';
