import { setTimeout as sleep } from 'node:timers/promises';
import { Option } from 'commander';
import { decodeTime, encodeTime } from 'ulid';
import type { SecretOwner } from '../../lambda/model/tenant.ts';
import { type CommonOptions, type DefineCommand, onTarget, withTargetOptions } from '../command.ts';
import { OperationFailed, UsageError } from '../failure.ts';
import { type Guide, withGuide } from '../guide.ts';
import { formatTable, printable, printJson, printLine } from '../output.ts';
import { enterFetched, type Reconciled, recordsByEventId } from '../reconcile.ts';
import { githubDeliveries } from '../sent-events/github-deliveries.ts';
import type { ProviderApi, ProviderApiSettings, SentEvent } from '../sent-events/provider-api.ts';
import { stripeEvents } from '../sent-events/stripe-events.ts';
import { parseSince } from '../since.ts';
import { paintStatus } from '../status-colour.ts';
import { sourceOf, type Target } from '../target.ts';
import { ownerNamed } from '../tenant-names.ts';

type Options = CommonOptions & {
  readonly since: string;
  readonly until?: string;
  readonly api?: string;
  readonly hook?: string;
  readonly type?: string;
  readonly tenant?: string;
  readonly all?: boolean;
  readonly fetch?: boolean;
};

interface Provider {
  readonly open: (settings: ProviderApiSettings) => ProviderApi;
  readonly host: string;
  /** Environment variable with the key, as the vendor's own tools call it. */
  readonly keyVariable: string;
  /** Days for which the provider's list goes back. */
  readonly days: number;
}

/** Providers that say what they sent. https://docs.stripe.com/api/events (30 days), https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/viewing-webhook-deliveries (3 days) (2026-11-24) */
const providers: Readonly<Record<string, Provider>> = {
  stripe: { open: stripeEvents, host: 'api.stripe.com', keyVariable: 'STRIPE_API_KEY', days: 30 },
  github: { open: githubDeliveries, host: 'api.github.com', keyVariable: 'GITHUB_TOKEN', days: 3 },
};

const guide: Guide = {
  notes: ['The key is taken from STRIPE_API_KEY or GITHUB_TOKEN.'],
  examples: [
    'STRIPE_API_KEY=rk_… sallyport reconcile stripe --since 2d --type invoice.paid --fetch',
    'GITHUB_TOKEN=… sallyport reconcile github --hook /repos/OWNER/REPO/hooks/ID',
  ],
  json: [
    {
      each: 'an event',
      fields: ['eventId', 'eventType', 'sentAt', 'providerStatus', 'here', 'id?'],
    },
    { each: 'behind them', fields: ['sent', 'missing'] },
    { each: 'an event with --fetch', fields: ['eventId', 'result', 'id?', 'error?'] },
  ],
};

export const reconcile: DefineCommand = (program) => {
  const instant = (text: string) => parseSince(text, Date.now());
  withGuide(withTargetOptions(program.command('reconcile')), guide)
    .description('compare what the provider says it sent with what is on record here')
    .argument('<source>', 'a source of Stripe or GitHub')
    .addOption(
      new Option('--since <time>', 'sent since: 15m, 2h, 7d or an ISO 8601 instant')
        .argParser(instant)
        .default(instant('1d'), '1d'),
    )
    .option('--until <time>', 'sent before, given in the same way', instant)
    .option('--type <type>', 'of one event type')
    .option('--tenant <tenant>', 'whose account it is, where the source has tenants')
    .option('--hook <path>', 'GitHub: the hook, such as /repos/OWNER/REPO/hooks/ID')
    .option('--all', 'list what arrived too, not what is missing alone')
    .option(
      '--fetch',
      'get what is missing: Stripe events are fetched and enqueued, GitHub is asked to send again',
    )
    .option('--api <url>', "base URL of the provider's API instead of its own")
    .action((id: string, options: Options) =>
      onTarget(options, (target) =>
        reconcileSource(target, ownerNamed(sourceOf(target, id), options.tenant), options),
      ),
    );
};

async function reconcileSource(
  target: Target,
  source: SecretOwner,
  options: Options,
): Promise<void> {
  const provider = providers[source.provider];
  if (provider === undefined) {
    throw new UsageError(
      `source "${source.id}" is of provider ${source.provider}, which has no list of what it sent: use a source of ${Object.keys(providers).join(' or ')}`,
    );
  }
  const api = provider.open(settingsOf(provider, options));
  const sinceMs = instantOf(options.since);
  const untilMs = options.until === undefined ? Date.now() : instantOf(options.until);
  warnOfShortMemory(provider, sinceMs);
  const known = await recordsByEventId(target, source, {
    sinceMs,
    idOf: (ms) => encodeTime(ms, 10),
  });
  const reconciled: Reconciled[] = [];
  for await (const sent of api.list({ sinceMs, untilMs })) {
    if (options.type !== undefined && sent.eventType !== options.type) continue;
    const record = known.get(sent.eventId);
    reconciled.push({ sent, ...(record && { record }) });
  }
  report(reconciled, options);
  if (!options.fetch) return;
  const host = options.api === undefined ? provider.host : new URL(options.api).hostname;
  await getMissing({ api, host, target, source }, reconciled, options);
}

function settingsOf({ keyVariable }: Provider, { api, hook }: Options): ProviderApiSettings {
  const apiKey = process.env[keyVariable] ?? '';
  if (apiKey === '')
    throw new UsageError(
      `${keyVariable} is not set: put the provider's API key into the environment`,
    );
  return {
    apiKey,
    ...(api === undefined ? {} : { baseUrl: api }),
    ...(hook === undefined ? {} : { hook }),
  };
}

/** `parseSince` gives the first ten characters of an id, which are its time. */
const instantOf = (idPrefix: string): number => decodeTime(idPrefix.padEnd(26, '0'));

function warnOfShortMemory({ days }: Provider, sinceMs: number): void {
  if (Date.now() - sinceMs <= days * 86_400_000) return;
  process.stderr.write(
    `sallyport: the provider's list goes back ${days} days: what is older is not compared\n`,
  );
}

function report(reconciled: readonly Reconciled[], { json, all }: Options): void {
  const shown = all ? reconciled : reconciled.filter(({ record }) => record === undefined);
  const rows = shown.map(({ sent, record }) => ({
    eventId: sent.eventId,
    eventType: sent.eventType,
    sentAt: new Date(sent.sentAtMs).toISOString(),
    providerStatus: sent.providerStatus ?? '',
    here: record?.status ?? 'missing',
    ...(record && { id: record.id }),
  }));
  const missing = reconciled.filter(({ record }) => record === undefined).length;
  if (json) {
    rows.forEach(printJson);
    printJson({ sent: reconciled.length, missing });
    return;
  }
  const columns = ['SENT', 'EVENT', 'TYPE', 'PROVIDER SAYS', 'HERE', 'ID'];
  const cells = rows.map(({ sentAt, eventId, eventType, providerStatus, here, id = '' }) =>
    [sentAt, eventId, eventType, providerStatus, here, id].map(printable),
  );
  if (cells.length > 0) printLine(`${formatTable(columns, cells, paintStatus)}\n`);
  printLine(`${reconciled.length} sent, ${missing} missing here`);
}

/** GitHub asks callers to leave a second between requests that change something. */
const askingPauseMs = 1000;

interface Getting {
  readonly api: ProviderApi;
  readonly host: string;
  readonly target: Target;
  readonly source: SecretOwner;
}

async function getMissing(
  getting: Getting,
  reconciled: readonly Reconciled[],
  options: Options,
): Promise<void> {
  const missing = reconciled.filter(({ record }) => record === undefined);
  let failed = 0;
  // Oldest first, as they would have come.
  for (const { sent } of [...missing].reverse()) {
    try {
      tell({ eventId: sent.eventId, ...(await getOne(sent, getting)) }, options);
    } catch (error) {
      failed += 1;
      const text = error instanceof Error ? error.message : String(error);
      tell({ eventId: sent.eventId, result: 'failed', error: text }, options);
    }
  }
  if (failed > 0) throw new OperationFailed(`${failed} events could not be had: run it again`);
}

async function getOne(
  sent: SentEvent,
  { api, host, target, source }: Getting,
): Promise<{ readonly result: string; readonly id?: string }> {
  if (api.fetchBody === undefined) {
    await api.askAgain?.(sent);
    await sleep(askingPauseMs);
    return { result: 'asked-again' };
  }
  const body = await api.fetchBody(sent);
  const { id, recordedAs } = await enterFetched(target, source, { body, host });
  // It may have arrived since the list was made.
  return { result: recordedAs === 'event' ? 'enqueued' : recordedAs, id };
}

function tell(
  result: {
    readonly eventId: string;
    readonly result: string;
    readonly id?: string;
    readonly error?: string;
  },
  { json }: Options,
): void {
  if (json) printJson(result);
  else
    printLine(
      [result.result, result.eventId, result.id, result.error]
        .filter(Boolean)
        .map((text) => printable(String(text)))
        .join('  '),
    );
}
