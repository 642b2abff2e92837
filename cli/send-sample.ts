import type { Source } from '../lambda/model/source.ts';
import { sampleToken } from './mint-callback.ts';
import type { Fault } from './sample-faults.ts';
import { type SampleOptions, type SampleRequest, sampleRequest } from './sample-request.ts';
import { sampleSender } from './sample-sender.ts';
import { readSecret } from './source-secrets.ts';
import type { Target } from './target.ts';
import { throughCdn } from './through-cdn.ts';

type Wishes = Pick<SampleOptions, 'fault' | 'eventId' | 'eventType' | 'body'> & {
  /** Whose sender it is, where the source has tenants. Default: the first that has a secret. */
  readonly tenant?: string;
};

/** A sample for the source as its sender would make it; where the source has callbacks, one is minted for it. */
export async function sampleFor(
  target: Target,
  source: Source,
  { tenant, ...wishes }: Wishes,
): Promise<SampleRequest> {
  const sender = await sampleSender(target, source, tenant);
  const request = await sampleRequest(sender, {
    nowMs: Date.now(),
    secrets: await readSecret(target, sender),
    claimAddress: target.isLocal,
    ...(source.callbacks && { callbackToken: await sampleToken(target, source) }),
    ...wishes,
  });
  return throughCdn(target, request);
}

/** Sends the source a sample as its sender would, twice for a duplicate; yields each public reply. */
export async function* sendSample(
  target: Target,
  source: Source,
  wishes: Wishes,
): AsyncGenerator<Reply> {
  const request = await sampleFor(target, source, wishes);
  const times = wishes.fault === 'duplicate' ? 2 : 1;
  for (let time = 0; time < times; time += 1) yield await post(target.urlOf(source.id), request);
}

/** A sample must be accepted, a faulty one must not. */
export function isAsExpected({ httpStatus }: Reply, fault: Fault | undefined): boolean {
  const isAccepted = httpStatus >= 200 && httpStatus < 300;
  return isAccepted === (fault === undefined || fault === 'duplicate');
}

export interface Reply {
  readonly httpStatus: number;
  readonly id: string;
  readonly message: string;
}

/** Posts a sample and reads the public reply. */
export async function post(url: string, request: SampleRequest): Promise<Reply> {
  const { method, suffix, headers, body } = request;
  const hasBody = method !== 'GET';
  const response = await fetch(`${url}${suffix}`, {
    method,
    headers,
    ...(hasBody ? { body: Buffer.from(body) } : {}),
  });
  const text = await response.text();
  return {
    httpStatus: response.status,
    id: response.headers.get('x-sallyport-id') ?? '',
    message: messageIn(text),
  };
}

function messageIn(text: string): string {
  try {
    // A provider that wants an answer of its own gets no message of ours.
    return String(JSON.parse(text).message ?? text.slice(0, 200));
  } catch {
    return text.slice(0, 200);
  }
}
