import type { AuditRecord } from '../../../../lambda/model/audit-record.ts';
import { Instant } from './instant.tsx';
import { Section } from './section.tsx';
import { SentLines } from './sent.tsx';

interface HandlerError {
  readonly title: string;
  readonly at?: string;
  readonly error: string;
}

/** What attempts said when they failed, in full, the last one first. Of a way to a destination no handler ran. */
export function HandlerErrors({ record }: { readonly record: AuditRecord }) {
  const errors = errorsOf(record);
  if (errors.length === 0) return null;
  return (
    <Section
      title={record.destination === undefined ? 'Handler errors' : 'Errors'}
      count={errors.length}
    >
      <ol class="errors">
        {errors.map(({ title, at, error }) => (
          <li key={`${title} ${at}`}>
            <p class="error-head">
              {title}
              {at !== undefined && (
                <>
                  , <Instant iso={at} isFull />
                </>
              )}
            </p>
            <SentLines text={error} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function errorsOf({ history = [], lastError }: AuditRecord): readonly HandlerError[] {
  const errors = history.flatMap((entry): readonly HandlerError[] => {
    if (entry.what === 'given-up') return [{ title: 'Given up', at: entry.at, error: entry.error }];
    if (entry.what !== 'attempt' || entry.error === undefined) return [];
    return [{ title: `Attempt ${entry.attempt}`, at: entry.at, error: entry.error }];
  });
  const isKnown = lastError === undefined || errors.some(({ error }) => error === lastError);
  return isKnown
    ? errors.reverse()
    : [{ title: 'Last error', error: lastError }, ...errors.reverse()];
}
