import type { Source } from '../lambda/model/source.ts';
import type { Fault } from './sample-faults.ts';
import { type SampleOptions, type SampleRequest, sampleRequest } from './sample-request.ts';
import { readSecret } from './source-secrets.ts';
import type { Target } from './target.ts';
import { throughCdn } from './through-cdn.ts';

type Wishes = Pick<SampleOptions, 'fault' | 'eventId' | 'eventType' | 'body'>;

/** Sends the source a sample as its sender would, twice for a duplicate; yields each public reply. */
export async function* sendSample(
  target: Target,
  source: Source,
  wishes: Wishes,
): AsyncGenerator<Reply> {
  const request = await sampleRequest(source, {
    nowMs: Date.now(),
    secrets: await readSecret(target, source),
    claimAddress: target.isLocal,
    ...wishes,
  });
  const times = wishes.fault === 'duplicate' ? 2 : 1;
  for (let time = 0; time < times; time += 1)
    yield await post(target.urlOf(source.id), await throughCdn(target, request));
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
    return String(JSON.parse(text).message);
  } catch {
    return text.slice(0, 200);
  }
}
