/** Why a request was refused. The audit record and the log name it; the public reply never does. */
export type Reason = keyof typeof rejections;

interface Rejection {
  readonly status: 400 | 403 | 404 | 405 | 413 | 429 | 503;
  readonly publicMessage: string;
  readonly retryAfterSeconds?: number;
}

const forbidden = { status: 403, publicMessage: 'forbidden' } as const;
const notFound = { status: 404, publicMessage: 'not found' } as const;
const unavailable = {
  status: 503,
  publicMessage: 'temporarily unavailable',
  retryAfterSeconds: 60,
} as const;

/** THE table of reasons: what the sender gets to see for each. */
export const rejections = {
  'too-large': { status: 413, publicMessage: 'payload too large' },
  'unknown-source': notFound,
  'method-not-allowed': { status: 405, publicMessage: 'method not allowed' },
  'not-through-cdn': forbidden,
  'ip-not-allowed': forbidden,
  'token-missing': forbidden,
  'token-duplicated': forbidden,
  'token-mismatch': forbidden,
  'signature-missing': forbidden,
  'signature-duplicated': forbidden,
  'signature-malformed': forbidden,
  'signature-mismatch': forbidden,
  'timestamp-missing': forbidden,
  'timestamp-malformed': forbidden,
  stale: forbidden,
  'from-the-future': forbidden,
  'callback-unknown': notFound,
  'callback-expired': notFound,
  'callback-used': notFound,
  'tenant-unknown': notFound,
  'tenant-not-looked-up': unavailable,
  /** As the edge says it of a source's throttle. */
  'tenant-rate': { status: 429, publicMessage: 'too many requests', retryAfterSeconds: 30 },
  'handshake-malformed': forbidden,
  'secret-not-set': unavailable,
  'secret-invalid': unavailable,
  'dependency-down': unavailable,
} as const satisfies Record<string, Rejection>;

export const rejectionOf = (reason: Reason): Rejection => rejections[reason];
