import * as v from 'valibot';
import { recordStatuses } from '../../lambda/model/audit-record.ts';
import { callbackLimits } from '../../lambda/model/callback.ts';
import { isRecordId } from '../record-id.ts';
import { NotAnswered } from './answer.ts';
import { type ReplayRequest, type SampleWish, sampleFaults, summaryWindows } from './page/api.ts';

const id = v.pipe(v.string(), v.check(isRecordId, 'is no record id'));
const instant = v.pipe(
  v.string(),
  v.transform((text) => Date.parse(text)),
  v.number('is no instant: use ISO 8601'),
  v.check((ms) => ms >= 0 && ms < 2 ** 48, 'is no instant: use ISO 8601'),
);
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));

const recordQuery = v.strictObject({
  source: v.optional(name),
  tenant: v.optional(name),
  status: v.optional(v.picklist(recordStatuses, 'is no status')),
  reason: v.optional(name),
  type: v.optional(name),
  since: v.optional(instant),
  until: v.optional(instant),
  text: v.optional(name),
  before: v.optional(id),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.integer('is no count'),
      v.minValue(1),
      v.maxValue(200),
    ),
  ),
});

const replayRequest = v.strictObject({
  ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(100, 'are more than 100')),
  reason: v.pipe(v.string(), v.trim(), v.minLength(1, 'is missing: say why'), v.maxLength(500)),
});

const sampleWish = v.strictObject({
  source: name,
  tenant: v.optional(name),
  fault: v.optional(v.picklist(sampleFaults, 'is no fault')),
  type: v.optional(name),
  id: v.optional(name),
});

const summaryQuery = v.strictObject({
  window: v.optional(v.picklist(summaryWindows, 'is no window'), '1h'),
  source: v.optional(name),
});

const callbackQuery = v.strictObject({
  source: name,
  // Its length is counted in characters, of which some are two here.
  ref: v.pipe(v.string(), v.minLength(1), v.maxLength(2 * callbackLimits.refLength)),
});

/** A query as it is understood: instants in epoch milliseconds. */
export type ParsedRecordQuery = v.InferOutput<typeof recordQuery>;

/* Each throws `NotAnswered` with what is wrong. */
export const parseRecordQuery = (query: URLSearchParams): ParsedRecordQuery =>
  parse(recordQuery, fieldsOf(query));
export const parseSummaryQuery = (query: URLSearchParams) => parse(summaryQuery, fieldsOf(query));
export const parseCallbackQuery = (query: URLSearchParams) => parse(callbackQuery, fieldsOf(query));
export const parseReplayRequest = (body: unknown): ReplayRequest => parse(replayRequest, body);
export const parseSampleWish = (body: unknown): SampleWish => parse(sampleWish, body) as SampleWish;
export const parseId = (text: string): string => parse(v.strictObject({ id }), { id: text }).id;

/** Empty fields of a form count as left out. */
const fieldsOf = (query: URLSearchParams): Record<string, string> =>
  Object.fromEntries([...query].filter(([, value]) => value !== ''));

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, input);
  if (success) return output;
  const [issue] = issues;
  const path = issue && v.getDotPath(issue);
  throw new NotAnswered(400, `${path ?? 'the request'} ${issue?.message ?? 'is not understood'}`);
}
