import { promises as dns, type LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { outboundUrlProblem } from '../model/outbound-url.ts';
import { isPublicAddress } from '../model/public-address.ts';

/** What a test puts in the place of the internet; no environment can. */
interface Surroundings {
  /** Whether an address may be connected to. Default: public unicast alone. */
  readonly isAllowed?: (address: string) => boolean;
  /** Default: the resolver of the system. */
  readonly resolve?: (hostname: string) => Promise<readonly LookupAddress[]>;
  /** Certificate authorities in place of the system's. */
  readonly ca?: string;
}

interface Posting {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds for all of it, up to the head of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The head of an answer; its body is nobody's business. */
interface PostAnswer {
  readonly status: number;
  readonly retryAfter?: string;
}

/** Bytes of an answer that are read, and thrown away, before we hang up. */
const maxAnswerBytes = 16 * 1024;

/**
 * Posts to addresses that customers name, and nowhere else than to the public internet: https alone, every address of the name judged, the
 * connection made to one that was judged, no redirect followed, no certificate let off. A name that changes its addresses is judged anew with
 * each connection.
 * The call throws when the address is refused, nothing answers in time, or the connection fails; whatever is answered is an answer.
 */
export function guardedPost({
  isAllowed = isPublicAddress,
  resolve = resolveAll,
  ca,
}: Surroundings = {}) {
  const agent = new Agent({
    // A connection that was kept while the function stood still is dead as often as not.
    keepAlive: false,
    rejectUnauthorized: true,
    lookup: guardedLookup(isAllowed, resolve),
    ...(ca !== undefined && { ca }),
  });
  return async (url: string, posting: Posting): Promise<PostAnswer> => {
    const problem = outboundUrlProblem(url, isAllowed);
    if (problem !== undefined) throw new Error(`${hostOf(url)} is refused: ${problem}`);
    const deadline = AbortSignal.timeout(posting.timeoutMs);
    const signal = AbortSignal.any([deadline, posting.signal]);
    try {
      return await post(url, { ...posting, signal, agent });
    } catch (error) {
      if (!deadline.aborted) throw error;
      throw new Error(`${hostOf(url)} did not answer within ${posting.timeoutMs} ms`);
    }
  };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? 'the address';

const resolveAll = (hostname: string): Promise<readonly LookupAddress[]> =>
  dns.lookup(hostname, { all: true });

/** Where the connection asks for the addresses of a name: what it is not given, it cannot connect to. */
function guardedLookup(
  isAllowed: (address: string) => boolean,
  resolve: (hostname: string) => Promise<readonly LookupAddress[]>,
): LookupFunction {
  const judged = async (hostname: string): Promise<readonly LookupAddress[]> => {
    const addresses = await resolve(hostname);
    const refused = addresses.find(({ address }) => !isAllowed(address));
    // One that is not public is refused with all of them: whoever owns the name must not choose by chance.
    if (refused !== undefined || addresses.length === 0)
      throw new Error(`${hostname} is refused: it has ${refused?.address ?? 'no address'}`);
    return addresses;
  };
  return (hostname, options, callback) => {
    judged(hostname).then(
      (addresses) => {
        const [first = { address: '', family: 0 }] = addresses;
        if (options.all) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

function post(
  url: string,
  { headers, body, signal, agent }: Posting & { readonly agent: Agent },
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers, agent, signal }, (answer) => {
      readToEnd(answer);
      const retryAfter = answer.headers['retry-after'];
      resolve({ status: answer.statusCode ?? 0, ...(retryAfter && { retryAfter }) });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

/** Reads what is short, and hangs up on what is long. */
function readToEnd(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('error', () => {});
  answer.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) answer.destroy();
  });
}
