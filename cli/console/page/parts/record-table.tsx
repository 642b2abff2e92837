import { useEffect, useRef } from 'preact/hooks';
import type { RecordRow } from '../api.ts';
import { navigate } from '../router.ts';
import { RecordLine } from './record-row.tsx';
import { groupRole, headerRole, rowRole, tableRole } from './table-roles.ts';

const columns = [
  ['c-received', 'Received'],
  ['c-source', 'Source, tenant'],
  ['c-status', 'Status'],
  ['c-why', 'Reason, outcome'],
  ['c-type', 'Event type'],
  ['c-event-id', 'Ref, event id'],
  ['c-address', 'From'],
  ['c-attempts number', 'Att.', 'Attempts'],
  ['c-deliveries number', 'Del.', 'Deliveries'],
] as const;

interface RecordTableProps {
  readonly rows: readonly RecordRow[];
  readonly caption: string;
}

/** Deliveries, one a line; each opens its record. */
export function RecordTable({ rows, caption }: RecordTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const element = body.current;
    element?.addEventListener('click', openClicked);
    return () => element?.removeEventListener('click', openClicked);
  }, []);
  return (
    <div class="records-box">
      <table {...tableRole} class="records">
        <caption class="sr-only">{caption}</caption>
        <thead {...groupRole}>
          <tr {...rowRole}>
            {columns.map(([name, label, full]) => (
              <th key={name} {...headerRole} scope="col" class={name}>
                {full === undefined ? label : <abbr title={full}>{label}</abbr>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...groupRole} ref={body}>
          {rows.map((row) => (
            <RecordLine key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The whole row does what its link does, but text in it can be selected. */
function openClicked(event: MouseEvent): void {
  if (event.defaultPrevented || !(event.target instanceof Element)) return;
  if (event.target.closest('a') !== null || getSelection()?.isCollapsed === false) return;
  const path = event.target.closest('tr')?.querySelector<HTMLElement>('[data-row]')?.dataset['row'];
  if (path === undefined) return;
  if (event.ctrlKey || event.metaKey) open(path, '_blank', 'noopener');
  else navigate(path);
}
