import * as v from 'valibot';
import { OperationFailed } from '../failure.ts';
import {
  apiUrl,
  bearer,
  callApi,
  type ProviderApi,
  type ProviderApiSettings,
  readAnswer,
  type SentEvent,
} from './provider-api.ts';

const eventSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  type: v.pipe(v.string(), v.nonEmpty()),
  created: v.pipe(v.number(), v.safeInteger()),
  pending_webhooks: v.optional(v.number()),
});

const pageSchema = v.object({
  object: v.literal('list'),
  has_more: v.boolean(),
  data: v.array(eventSchema),
});

const remedies = {
  401: 'give a secret or restricted key of the account that sends, of the same mode (test or live)',
  403: 'give the restricted key the permission to read events',
  404: 'is the base URL right?',
};

/**
 * The events that Stripe keeps for an account, over its Events API (all checked 2026-11-24).
 *
 * - List: `GET /v1/events` with `created[gte]` and `created[lte]` in seconds, `limit` 1 to 100, `starting_after` an id; `has_more` says whether there
 *   is more; events of the last 30 days (https://docs.stripe.com/api/events/list); newest first (https://docs.stripe.com/api/pagination).
 * - Event: `id`, `type`, `created` in seconds, `pending_webhooks`, the number of endpoints that have not taken it yet
 *   (https://docs.stripe.com/api/events/object, and `EventBase` of the npm package stripe 23.1.0).
 * - One event: `GET /v1/events/{id}` (https://docs.stripe.com/api/events/retrieve).
 * - Key: Bearer or Basic (https://docs.stripe.com/api/authentication); 401 no valid key, 403 no permission, 404 no such thing, 429 too many
 *   requests (https://docs.stripe.com/api/errors).
 *
 * The list holds every event of the key's own account, also of types that no endpoint subscribes to; events of connected accounts belong to those
 * accounts (https://docs.stripe.com/connect/webhooks). No `Stripe-Version` is sent: events are rendered in the version of their creation. A body
 * from here says the same as the delivery, but it is not the delivery: it has no signature, an endpoint may have a version of its own, and
 * `pending_webhooks` goes on counting.
 * @throws UsageError when the base URL or the key cannot be one.
 */
export function stripeEvents(settings: ProviderApiSettings): ProviderApi {
  const { baseUrl = 'https://api.stripe.com', apiKey } = settings;
  const access: Access = {
    events: apiUrl(baseUrl, '/v1/events'),
    headers: { ...bearer(apiKey), accept: 'application/json', 'user-agent': 'sallyport' },
  };
  return {
    list: (range) => listEvents(access, range),
    fetchBody: (event) => fetchBody(access, event),
  };
}

interface Access {
  readonly events: URL;
  readonly headers: Readonly<Record<string, string>>;
}

async function* listEvents(access: Access, range: Parameters<ProviderApi['list']>[0]) {
  const { events, headers } = access;
  const what = "list Stripe's events";
  const url = new URL(events);
  url.searchParams.set('created[gte]', String(Math.ceil(range.sinceMs / 1000)));
  url.searchParams.set('created[lte]', String(Math.floor(range.untilMs / 1000)));
  url.searchParams.set('limit', '100');
  for (;;) {
    const page = readAnswer(pageSchema, await callApi({ what, url, headers, remedies }));
    yield* page.data.map(sentEvent);
    if (!page.has_more) return;
    const last = page.data.at(-1)?.id;
    // Whatever answers like this would be asked for ever.
    if (last === undefined || last === url.searchParams.get('starting_after'))
      throw new OperationFailed(
        `cannot ${what}: ${events} has more, but does not get any further: is the base URL right?`,
      );
    url.searchParams.set('starting_after', last);
  }
}

async function fetchBody({ events, headers }: Access, { ref }: SentEvent): Promise<Uint8Array> {
  const answer = await callApi({
    what: `fetch Stripe's event ${ref}`,
    url: new URL(`${events}/${encodeURIComponent(ref)}`),
    headers,
    remedies: { ...remedies, 404: 'is it older than the 30 days that Stripe keeps events?' },
  });
  readAnswer(v.object({ id: v.literal(ref), object: v.literal('event') }), answer);
  return answer.bytes;
}

function sentEvent(event: v.InferOutput<typeof eventSchema>): SentEvent {
  const { id, type, created, pending_webhooks: pending } = event;
  return {
    eventId: id,
    eventType: type,
    sentAtMs: created * 1000,
    ...(pending !== undefined && { providerStatus: `pending_webhooks ${pending}` }),
    ref: id,
  };
}
