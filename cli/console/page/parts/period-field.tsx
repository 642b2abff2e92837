import { useEffect, useState } from 'preact/hooks';
import { fromLocalField, toLocalField } from '../format-time.ts';
import { isPeriod, periods, startOf } from '../list/record-filter.ts';
import { Choice, Field } from './field.tsx';

interface Span {
  readonly since: string;
  readonly until: string;
}

interface PeriodFieldProps extends Span {
  readonly onPeriod: (span: Span) => void;
}

const options = [
  ['', 'all'],
  ...Object.keys(periods).map((period) => [period, `last ${period}`] as const),
  ['exact', 'exact…'],
] as const;

/** A length of time back from now, or two instants. */
export function PeriodField({ since, until, onPeriod }: PeriodFieldProps) {
  const hasInstants = until !== '' || (since !== '' && !isPeriod(since));
  const [isExact, setExact] = useState(hasInstants);
  useEffect(() => {
    if (since === '' && until === '') setExact(false);
  }, [since, until]);
  const choose = (value: string) => {
    setExact(value === 'exact');
    if (value !== 'exact') onPeriod({ since: value, until: '' });
    else if (isPeriod(since)) onPeriod({ since: new Date(startOf(since)).toISOString(), until });
  };
  const isShown = isExact || hasInstants;
  return (
    <>
      <Choice
        id="filter-since"
        label="Received"
        value={isShown ? 'exact' : since}
        options={options}
        onValue={choose}
      />
      {isShown && (
        <>
          <InstantField
            id="filter-from"
            label="From"
            value={since}
            onValue={(from) => onPeriod({ since: from, until })}
          />
          <InstantField
            id="filter-until"
            label="Until"
            value={until}
            onValue={(to) => onPeriod({ since, until: to })}
          />
        </>
      )}
    </>
  );
}

interface InstantFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onValue: (iso: string) => void;
}

/** A date of these years is being typed still. */
const earliestYear = '2000';

/** An instant in local time. What is typed stays as it is until it is one. */
function InstantField({ id, label, value, onValue }: InstantFieldProps) {
  const [typed, setTyped] = useState(toLocalField(value));
  useEffect(() => {
    if (fromLocalField(typed) !== value) setTyped(toLocalField(value));
  }, [value]);
  const change = ({ value: next, validity }: HTMLInputElement) => {
    // Empty, and not because somebody emptied it: a part of it is typed anew.
    if (validity.badInput) return;
    setTyped(next);
    if (next === '' || next > earliestYear) onValue(fromLocalField(next) ?? '');
  };
  return (
    <Field id={id} label={label}>
      <input
        id={id}
        type="datetime-local"
        step="1"
        value={typed}
        onChange={(event) => change(event.currentTarget)}
      />
    </Field>
  );
}
