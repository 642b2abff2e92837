/** Header or query names mapped to every value received under that name, in order of arrival. */
export type MultiMap = ReadonlyMap<string, readonly string[]>;

/** An HTTP request as the edge hands it over, before anything was decided about it. */
export interface RawRequest {
  /** Source named by the matched route, never by a header. */
  readonly routeSourceId: string;
  /** Last segment of the path, where the route has one behind the source. */
  readonly pathToken?: string;
  /** The same where the route has a tenant behind the source. */
  readonly tenant?: string;
  readonly method: string;
  /** Header pairs as sent: any case, repeated names allowed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: { readonly text: string; readonly base64: boolean };
  /** Address of the connection's peer. */
  readonly peerIp: string;
}

/** Our form of a request: exact body bytes, lower-case header names, canonical source address. */
export interface NormalizedRequest {
  readonly stage: 'normalized';
  /** ULID of this delivery; the `id` of its audit record and of the reply. */
  readonly deliveryId: string;
  readonly receivedAtMs: number;
  readonly routeSourceId: string;
  readonly pathToken?: string;
  /** What stands where a tenant's name should; `tenantOf` says whether it is one. */
  readonly tenant?: string;
  readonly method: string;
  readonly headers: MultiMap;
  readonly query: MultiMap;
  readonly sourceIp: string;
  readonly body: Uint8Array;
}
