import { useState } from 'preact/hooks';
import { recordStatuses } from '../../../../lambda/model/audit-record.ts';
import { isFiltered, type RecordFilter, reasons, searchOf } from '../list/record-filter.ts';
import { useSources } from '../receiver.ts';
import { replaceSearch } from '../router.ts';
import { visible } from '../visible.ts';
import { DebouncedInput } from './debounced-input.tsx';
import { Choice, Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { PeriodField } from './period-field.tsx';
import { TenantFilter } from './tenant-filter.tsx';

interface FilterBarProps {
  readonly filter: RecordFilter;
  /** Event types that there are, to be offered. */
  readonly types: readonly string[];
}

/** What the list is narrowed to. It stands in the address, so that a link shows the same. */
export function FilterBar({ filter, types }: FilterBarProps) {
  const [isOpen, setOpen] = useState(false);
  const narrow = (change: Partial<RecordFilter>) =>
    replaceSearch(searchOf({ ...filter, ...change }));
  return (
    <search class="filter-bar" aria-label="Filter the deliveries">
      <Field id="filter-text" label="Search" class="field-text">
        <DebouncedInput
          id="filter-text"
          type="search"
          placeholder="id, event id, type, address, reason…"
          value={filter.text}
          onValue={(text) => narrow({ text })}
          isSearch
        />
      </Field>
      <button
        type="button"
        class="filter-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon shape="filter" />
        Filters
      </button>
      <div class={isOpen ? 'filter-more open' : 'filter-more'}>
        <SourceChoice value={filter.source} onValue={(source) => narrow({ source })} />
        <TenantFilter filter={filter} onTenant={(tenant) => narrow({ tenant })} />
        <Choice
          id="filter-status"
          label="Status"
          value={filter.status}
          options={[['', 'any'], ...recordStatuses.map((each) => [each, each] as const)]}
          onValue={(value) =>
            narrow({ status: recordStatuses.find((each) => each === value) ?? '' })
          }
        />
        <Choice
          id="filter-reason"
          label="Reason"
          value={filter.reason}
          options={[['', 'any'], ...reasons.map((each) => [each, each] as const)]}
          onValue={(reason) => narrow({ reason })}
        />
        <Field id="filter-type" label="Event type">
          <DebouncedInput
            id="filter-type"
            type="text"
            list="filter-types"
            value={filter.type}
            onValue={(type) => narrow({ type })}
          />
          <datalist id="filter-types">
            {types.map((type) => (
              <option key={type} value={type} />
            ))}
          </datalist>
        </Field>
        <PeriodField since={filter.since} until={filter.until} onPeriod={narrow} />
        {isFiltered(filter) && (
          <button type="button" class="quiet filter-clear" onClick={() => replaceSearch('')}>
            Clear filters
          </button>
        )}
      </div>
    </search>
  );
}

interface SourceChoiceProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** One source or all. A source that is not configured any more stays a choice as long as it is chosen. */
export function SourceChoice({ value, onValue }: SourceChoiceProps) {
  const ids = useSources().map(({ id }) => id);
  const all = value === '' || ids.includes(value) ? ids : [value, ...ids];
  return (
    <Choice
      id="filter-source"
      label="Source"
      value={value}
      options={[['', 'all'], ...all.map((id) => [id, visible(id)] as const)]}
      onValue={onValue}
    />
  );
}
