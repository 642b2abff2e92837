import {
  type EventTransitionName,
  eventTransitions,
} from '../../lambda/model/event-transitions.ts';
import type { Item } from './expressions.ts';
import type { AppliedWrite } from './model-table.ts';
import type { ProcessKind } from './process.ts';

export const statusOf = (item: Item | undefined): string => item?.['status']?.S ?? 'absent';

/** Whether the item is an event's way to a destination. */
export const isWay = ({ sk }: Item): boolean => sk?.S?.startsWith('to#') ?? false;

export const isEvent = (item: Item): boolean =>
  item['sk']?.S === 'event' && statusOf(item) !== 'rejected';

export const isExpiry = (item: Item): boolean => item['origin']?.S === 'expiry';

/** The name of the transition that this write of this process makes, or undefined when the table has none such. */
export function transitionOf(
  { before, after, update, condition }: AppliedWrite,
  kind: ProcessKind,
): EventTransitionName | undefined {
  const [from, to] = [statusOf(before), statusOf(after)];
  const names = Object.keys(eventTransitions) as EventTransitionName[];
  return names.find((name) => {
    const row = eventTransitions[name];
    const isText =
      row.condition === condition && ('update' in row ? row.update : undefined) === update;
    const states: readonly string[] = row.from;
    const isMove = states.includes(from) && to === (row.to === 'same' ? from : row.to);
    return isText && isMove && mayMake(name, kind, after);
  });
}

/** Who makes a transition, and of which kind of record, where one text stands for two rows. */
function mayMake(name: EventTransitionName, kind: ProcessKind, after: Item): boolean {
  if (name === 'forward') return isWay(after) && kind === 'worker';
  if (name === 'record') return !isWay(after) && kind === (isExpiry(after) ? 'sweeper' : 'ingress');
  return kind === eventTransitions[name].by;
}
