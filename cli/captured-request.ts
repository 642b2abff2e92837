import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { SignedRequest } from '../lambda/schemes/verdict.ts';
import { UsageError } from './failure.ts';

const schema = v.strictObject({
  method: v.optional(v.string(), 'POST'),
  url: v.optional(v.string()),
  headers: v.record(v.string(), v.string()),
  body: v.optional(v.string(), ''),
  base64: v.optional(v.boolean(), false),
});

/** A request as somebody captured it: its parts, and the request as schemes look at it. */
export interface CapturedRequest {
  readonly captured: v.InferOutput<typeof schema>;
  readonly request: SignedRequest;
}

/**
 * Reads a captured request: JSON `{"method", "url", "headers", "body", "base64"}`, or an HTTP message as it went over the wire.
 * @throws UsageError when the file cannot be read or is neither.
 */
export async function readCapturedRequest(file: string, url?: string): Promise<CapturedRequest> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file}: cannot be read: name the file with the captured request`);
  });
  const captured = { ...parse(file, bytes), ...(url && { url }) };
  const query =
    captured.url && URL.canParse(captured.url) ? new URL(captured.url).searchParams : [];
  return {
    captured,
    request: {
      method: captured.method,
      headers: new Map(
        Object.entries(captured.headers).map(([name, value]) => [name.toLowerCase(), [value]]),
      ),
      query: new Map([...query].map(([name, value]) => [name, [value]])),
      body: Buffer.from(captured.body, captured.base64 ? 'base64' : 'utf8'),
      settings: {},
      ...(captured.url && { url: captured.url }),
    },
  };
}

function parse(file: string, bytes: Buffer): v.InferOutput<typeof schema> {
  const text = bytes.toString('utf8');
  if (!text.trimStart().startsWith('{')) return parseMessage(file, bytes);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new UsageError(`${file}: ${v.getDotPath(issue) ?? 'content'}: ${issue.message}`);
}

/** Request line, header lines, an empty line, and the body to the last byte. */
function parseMessage(file: string, bytes: Buffer): v.InferOutput<typeof schema> {
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  const head = bytes.subarray(0, end?.index ?? bytes.length).toString('latin1');
  const [first = '', ...lines] = head.split(/\r?\n/);
  const start = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(first);
  const headers = lines.map((line) => /^([^:\s]+):\s*(.*)$/.exec(line));
  if (start === null || headers.some((header) => header === null))
    throw new UsageError(
      `${file}: is neither JSON nor an HTTP message: begin with "POST /path HTTP/1.1", header lines and an empty line`,
    );
  const body = end === null ? Buffer.alloc(0) : bytes.subarray(end.index + end[0].length);
  return {
    method: start[1] ?? 'POST',
    headers: Object.fromEntries(headers.map((header) => [header?.[1] ?? '', header?.[2] ?? ''])),
    body: body.toString('base64'),
    base64: true,
  };
}
