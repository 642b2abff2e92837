import { formatFullInstant, formatInstant } from '../format-time.ts';
import { visible } from '../visible.ts';

interface InstantProps {
  readonly iso: string;
  /** With date and milliseconds always. */
  readonly isFull?: boolean;
}

/** An instant in local time; its tooltip has the ISO form. */
export function Instant({ iso, isFull = false }: InstantProps) {
  return (
    <time dateTime={iso} title={visible(iso)}>
      {visible(isFull ? formatFullInstant(iso) : formatInstant(iso))}
    </time>
  );
}
