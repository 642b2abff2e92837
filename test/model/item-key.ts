import { eventItemSortKey, eventPartition } from '../../lambda/model/audit-table.ts';
import type { EventKey } from '../../lambda/model/delivery.ts';
import type { Item } from './expressions.ts';

/** Key of an item as one text. */
export const itemKey = (pk: string, sk: string): string => `${pk} ${sk}`;

export const keyOfItem = ({ pk, sk }: Item): string => itemKey(pk?.S ?? '', sk?.S ?? '');

/** Key of the item that a message is about. */
export function keyOfMessage(text: string): string {
  const key: EventKey = JSON.parse(text);
  return itemKey(eventPartition(key), eventItemSortKey(key));
}
