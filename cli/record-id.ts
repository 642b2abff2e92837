import { decodeTime } from 'ulid';
import { waiterId } from '../lambda/model/destination.ts';

/** A ULID; of an event's way to a destination that of the event, with `/` and the destination behind it. */
const recordId = /^[0-9A-HJKMNP-TV-Z]{26}(?:\/(.+))?$/;
const destinationId = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** Whether a record can have this id. */
export function isRecordId(text: string): boolean {
  const found = recordId.exec(text);
  if (found === null) return false;
  const [, destination] = found;
  return destination === undefined || destination === waiterId || destinationId.test(destination);
}

/** When the delivery of this id was received, or the event of this way. Epoch milliseconds. */
export const receivedMs = (id: string): number => decodeTime(id.slice(0, 26));
