import type { RecordStatus } from '../../../../lambda/model/audit-record.ts';
import { Icon, type Shape } from './icon.tsx';

const shapes: Readonly<Record<RecordStatus, Shape>> = {
  received: 'ring',
  processing: 'half',
  done: 'check',
  failed: 'cross',
  rejected: 'shield',
  duplicate: 'copies',
  conflict: 'warning',
};

/** A status as word, colour and shape: none of them is needed to read the others. */
export const Status = ({ status }: { readonly status: RecordStatus }) => (
  <span class={`status status-${status}`}>
    <Icon shape={shapes[status] ?? 'ring'} />
    {status}
  </span>
);
