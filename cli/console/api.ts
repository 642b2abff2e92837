import { systemClock } from '../../lambda/model/time.ts';
import { readerOf } from '../audit-reader.ts';
import { matchesButStatus } from '../record-filter.ts';
import { sourceOf, type Target } from '../target.ts';
import { waitingLetters } from '../waiting-letters.ts';
import { type Answer, type ApiRequest, json, NotAnswered } from './answer.ts';
import { callbacksView } from './callbacks-view.ts';
import { liveFeed } from './live-feed.ts';
import { receiverView } from './receiver-view.ts';
import { recordBody, recordDetail } from './record-detail.ts';
import { filterOf, recordPage } from './record-page.ts';
import { replayRecords } from './replays.ts';
import {
  parseCallbackQuery,
  parseId,
  parseRecordQuery,
  parseReplayRequest,
  parseSampleWish,
  parseSummaryQuery,
} from './requests.ts';
import { sendTest } from './samples.ts';
import { summaryOf } from './summary.ts';

type Route = (request: ApiRequest, id: string) => Answer | Promise<Answer>;

interface ApiSettings {
  /** Replays and test webhooks are refused otherwise. */
  readonly mayWrite: boolean;
}

/** What the page can ask for; `page/api.ts` has the table. */
export function consoleApi(target: Target, { mayWrite }: ApiSettings) {
  const reader = readerOf(target);
  const allSources = target.sources.map(({ id }) => id);
  const feed = liveFeed(reader, allSources);

  const reading: Readonly<Record<string, Route>> = {
    '/receiver': async () => json(await receiverView(target, reader, { mayWrite })),
    '/records': async ({ query }) => {
      const wanted = parseRecordQuery(query);
      return json(await recordPage(reader, filterOf(target, wanted), wanted.limit));
    },
    '/records/ID': async (_request, id) => json(await recordDetail(target, reader, id)),
    '/records/ID/body': async (_request, id) => ({
      kind: 'download',
      name: `${id.replace('/', '-')}.bin`,
      bytes: await recordBody(target, reader, id),
    }),
    '/callbacks': async ({ query }) => json(await callbacksView(target, parseCallbackQuery(query))),
    '/live': ({ query }) => {
      const wanted = parseRecordQuery(query);
      const filter = filterOf(target, wanted);
      return {
        kind: 'events',
        start: (send) =>
          feed.subscribe(wanted.source, (one) => matchesButStatus(one, filter), send),
      };
    },
    '/summary': async ({ query }) => {
      const { window, source } = parseSummaryQuery(query);
      const sources = source === undefined ? allSources : [sourceOf(target, source).id];
      return json(await summaryOf(reader, sources, { window, nowMs: systemClock.nowMs() }));
    },
    '/dead-letters': async ({ query }) => {
      const { source, before, limit } = parseRecordQuery(query);
      const filter = filterOf(target, { source, before, status: 'failed' });
      const [page, waiting] = await Promise.all([
        recordPage(reader, filter, limit),
        waitingLetters(target),
      ]);
      return json({ ...page, waiting });
    },
  };
  const changing: Readonly<Record<string, Route>> = {
    '/replays': async ({ body }) => json(await replayRecords(target, parseReplayRequest(body))),
    '/samples': async ({ body }) => json(await sendTest(target, parseSampleWish(body))),
  };

  return async (request: ApiRequest): Promise<Answer> => {
    const [route, id] = routeIn(request.path);
    if (request.method === 'GET') {
      const read = reading[route];
      if (read === undefined) throw new NotAnswered(404, `there is nothing at ${request.path}`);
      return read(request, id);
    }
    const change = request.method === 'POST' ? changing[route] : undefined;
    if (change === undefined) throw new NotAnswered(405, `${request.method} is not for this`);
    if (!mayWrite)
      throw new NotAnswered(403, 'this console is read-only: start it with --allow-write');
    return change(request, id);
  };
}

/** The route with `ID` for the record id in it, and that id. The slash in the id of a way is encoded: it ends no segment. */
function routeIn(path: string): readonly [route: string, id: string] {
  const [, id, rest = ''] = /^\/records\/([^/]+)(\/body)?$/.exec(path) ?? [];
  return id === undefined ? [path, ''] : [`/records/ID${rest}`, parseId(decoded(id))];
}

/** What cannot be decoded is no id either. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
