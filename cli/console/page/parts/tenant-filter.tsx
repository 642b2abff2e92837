import type { RecordFilter } from '../list/record-filter.ts';
import { useSources } from '../receiver.ts';
import { Choices } from './choices.tsx';
import { DebouncedInput } from './debounced-input.tsx';
import { Field } from './field.tsx';

interface TenantFilterProps {
  readonly filter: RecordFilter;
  readonly onTenant: (tenant: string) => void;
}

/** One tenant or all; nothing where the chosen sources have none. A tenant that was deleted can be named still. */
export function TenantFilter({ filter: { source, tenant }, onTenant }: TenantFilterProps) {
  const tenants = useSources().flatMap((one) =>
    one.tenants !== undefined && (source === '' || one.id === source) ? [one.tenants] : [],
  );
  if (tenants.length === 0 && tenant === '') return null;
  const names = new Set(tenants.flatMap((each) => each.names));
  return (
    <Field id="filter-tenant" label="Tenant">
      <DebouncedInput
        id="filter-tenant"
        type="text"
        list="filter-tenants"
        value={tenant}
        onValue={onTenant}
      />
      <Choices id="filter-tenants" values={[...names].sort()} />
    </Field>
  );
}
