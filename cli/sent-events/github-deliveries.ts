import * as v from 'valibot';
import { OperationFailed, UsageError } from '../failure.ts';
import {
  type ApiAnswer,
  apiUrl,
  bearer,
  callApi,
  type ProviderApi,
  type ProviderApiSettings,
  readAnswer,
  type SentEvent,
} from './provider-api.ts';

const deliverySchema = v.object({
  // An int64: beyond 2^53 it comes as text, with all its digits.
  id: v.union([v.pipe(v.number(), v.safeInteger()), v.pipe(v.string(), v.regex(/^\d+$/))]),
  guid: v.pipe(v.string(), v.nonEmpty()),
  delivered_at: v.pipe(v.string(), v.isoTimestamp()),
  event: v.pipe(v.string(), v.nonEmpty()),
  status: v.nullish(v.string()),
  status_code: v.nullish(v.number()),
});

const pageSchema = v.array(deliverySchema);

const hookPath =
  /^(?:\/repos\/[\w-]+\/(?!\.\.?\/)[\w.-]+\/hooks\/\d+|\/orgs\/[\w-]+\/hooks\/\d+|\/app\/hook)$/;

/**
 * The deliveries that GitHub keeps for one webhook, over its REST API (all checked 2026-11-24).
 *
 * - List: `GET {hook}/deliveries` with `per_page` up to 100 and `cursor`, which is taken from the `link` header; no filter by time
 *   (https://docs.github.com/en/rest/repos/webhooks, .../rest/orgs/webhooks, .../rest/apps/webhooks). The header's `rel="next"` is a URL to be followed
 *   as it is, and is left out on the last page (https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api).
 * - Delivery: `id` (int64) of the attempt; `guid` of the event, the same for all attempts and for all webhooks that subscribe to it, and that of the
 *   `X-GitHub-Delivery` header; `delivered_at`, `event`, `status`, `status_code` (schema `hook-delivery-item` of the same pages;
 *   https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks). Newest first, which GitHub's own script relies on
 *   (https://docs.github.com/en/webhooks/using-webhooks/automatically-redelivering-failed-deliveries-for-a-repository-webhook).
 * - Kept for 3 days on github.com, 7 on Enterprise Server (https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks).
 * - Once more: `POST {hook}/deliveries/{delivery_id}/attempts`, 202; several in a row want a second between them
 *   (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api).
 * - Token: the "Webhooks" permission, read for the list and write for sending again
 *   (https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens); classic tokens `repo` or
 *   `admin:org_hook`; an app's own webhook takes the app's JWT. 404 also stands for a missing permission
 *   (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api).
 *
 * Each GUID comes once, as its newest attempt within the range.
 * @throws UsageError when the hook, the base URL or the key cannot be one.
 */
export function githubDeliveries(settings: ProviderApiSettings): ProviderApi {
  const { baseUrl = 'https://api.github.com', apiKey, hook = '' } = settings;
  if (!hookPath.test(hook))
    throw new UsageError(
      `the GitHub webhook ${hook === '' ? 'is missing' : `"${hook}" is none`}: give /repos/OWNER/REPO/hooks/ID, /orgs/ORG/hooks/ID or /app/hook`,
    );
  const access: Access = {
    hook,
    deliveries: apiUrl(baseUrl, `${hook}/deliveries`),
    headers: {
      ...bearer(apiKey),
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'sallyport',
    },
  };
  return {
    list: (range) => listDeliveries(access, range),
    askAgain: (event) => askAgain(access, event),
  };
}

interface Access {
  readonly hook: string;
  readonly deliveries: URL;
  readonly headers: Readonly<Record<string, string>>;
}

async function* listDeliveries(access: Access, range: Parameters<ProviderApi['list']>[0]) {
  const { sinceMs, untilMs } = range;
  const seen = new Set<string>();
  for await (const page of pages(access)) {
    for (const event of page) {
      if (event.sentAtMs < sinceMs || event.sentAtMs > untilMs || seen.has(event.eventId)) continue;
      seen.add(event.eventId);
      yield event;
    }
    const oldest = page.at(-1);
    if (oldest !== undefined && oldest.sentAtMs < sinceMs) return;
  }
}

async function* pages({ hook, deliveries, headers }: Access) {
  const what = "list GitHub's deliveries";
  const grant = grantOf(hook, 'read');
  const remedies = { 401: renewalOf(hook), 403: grant, 404: `check "${hook}", and ${grant}` };
  let url: URL | undefined = new URL(`${deliveries}?per_page=100`);
  while (url) {
    const answer: ApiAnswer = await callApi({ what, url, headers, remedies });
    yield readAnswer(pageSchema, answer).map(sentEvent);
    url = nextPage(answer);
  }
}

/** Tried again like any call: an event that GitHub sends twice over keeps its GUID, and counts once here. */
async function askAgain({ hook, deliveries, headers }: Access, { ref }: SentEvent): Promise<void> {
  const grant = grantOf(hook, 'write');
  await callApi({
    what: `have GitHub send delivery ${ref} again`,
    method: 'POST',
    url: new URL(`${deliveries}/${encodeURIComponent(ref)}/attempts`),
    headers,
    remedies: {
      401: renewalOf(hook),
      403: grant,
      404: `is it older than the 3 days that GitHub keeps deliveries? If not, ${grant}`,
    },
  });
}

const renewalOf = (hook: string): string =>
  hook === '/app/hook' ? 'give a fresh JWT of the app' : 'give a token that is valid';

function grantOf(hook: string, access: 'read' | 'write'): string {
  if (hook === '/app/hook') return "give the app's JWT instead of a token";
  return hook.startsWith('/orgs/')
    ? `give the token the organization permission "Webhooks" (${access}), or admin:org_hook if it is a classic one`
    : `give the token the repository permission "Webhooks" (${access}), or repo if it is a classic one`;
}

/** The page behind this one. Only at the same place: the key goes nowhere else. */
function nextPage({ url, headers }: ApiAnswer): URL | undefined {
  const target = /<([^>]*)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined) return undefined;
  const next = URL.parse(target, url.href);
  if (next?.origin !== url.origin || next.href === url.href)
    throw new OperationFailed(
      `cannot list GitHub's deliveries: ${url.origin}${url.pathname} names a next page that is elsewhere or this one: is the base URL right?`,
    );
  return next;
}

function sentEvent(delivery: v.InferOutput<typeof deliverySchema>): SentEvent {
  const { id, guid, event, delivered_at: deliveredAt, status, status_code: code } = delivery;
  const providerStatus = [status, typeof code === 'number' ? `(${code})` : undefined]
    .filter(Boolean)
    .join(' ');
  return {
    eventId: guid,
    eventType: event,
    sentAtMs: Date.parse(deliveredAt),
    ...(providerStatus !== '' && { providerStatus }),
    ref: String(id),
  };
}
