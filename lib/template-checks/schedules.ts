import { everythingIn, resourcesOf, type Template } from './template.ts';
import type { Problem } from './template-check.ts';

const number = String.raw`\d{1,4}`;
const month = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const day = 'SUN|MON|TUE|WED|THU|FRI|SAT';

/** The fields of a cron expression in their order, with their names for numbers and what may stand in place of a list. */
const fields = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day-of-month', from: 1, to: 31, special: /^(?:\?|L|LW|\d{1,2}W)$/ },
  { name: 'month', from: 1, to: 12, words: month },
  {
    name: 'day-of-week',
    from: 1,
    to: 7,
    words: day,
    special: /^(?:\?|L|[1-7]L|[1-7]#[1-5]|(?:SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/,
  },
  { name: 'year', from: 1970, to: 2199 },
] as const;

type Field = (typeof fields)[number];

/** Whether one member of a field's list is right: a value, a range, a step. */
function isMember(member: string, field: Field): boolean {
  const words = 'words' in field ? `|${field.words}` : '';
  const value = `(?:${number}${words})`;
  const pattern = new RegExp(`^(?:\\*|(${value})(?:-(${value}))?)(?:/([1-9]\\d*))?$`, 'i');
  const match = pattern.exec(member);
  if (match === null) return false;
  return match
    .slice(1, 3)
    .filter((bound) => bound !== undefined && /^\d/.test(bound))
    .every((bound) => Number(bound) >= field.from && Number(bound) <= field.to);
}

const isField = (text: string, field: Field): boolean =>
  ('special' in field && field.special.test(text)) ||
  text.split(',').every((member) => isMember(member, field));

/** What is wrong with the fields of a cron expression, if anything. */
function cronFault(text: string): string | undefined {
  const given = text.trim().split(/\s+/);
  if (given.length !== fields.length)
    return `cron has ${fields.length} fields, this has ${given.length}`;
  const wrong = fields.find((field, index) => !isField(given[index] ?? '', field));
  if (wrong !== undefined) return `the field ${wrong.name} is wrong`;
  if ((given[2] === '?') === (given[4] === '?'))
    return 'one of day-of-month and day-of-week must be ?';
  return undefined;
}

/** What is wrong with a rate, if anything. Rules of EventBridge insist on "1 minute" and "2 minutes"; schedules take either. */
function rateFault(text: string, isRule: boolean): string | undefined {
  const match = /^([1-9]\d*) (minute|hour|day)(s?)$/.exec(text.trim());
  if (match === null) return 'rate takes a whole number and minutes, hours or days';
  if (isRule && (match[1] === '1') !== (match[3] === ''))
    return 'a rule takes the unit in the singular for 1, in the plural else';
  return undefined;
}

function momentFault(text: string): string | undefined {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
  const moment = new Date(`${text}Z`);
  const isReal = isTime && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
  return isReal ? undefined : 'at takes a moment that exists: 2026-11-24T13:00:00';
}

/** What is wrong with a schedule expression, if anything. */
function scheduleFault(expression: string, isRule: boolean): string | undefined {
  const [, kind, inside = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return rateFault(inside, isRule);
  if (kind === 'cron') return cronFault(inside);
  if (kind === 'at' && !isRule) return momentFault(inside);
  return 'the expression is of no kind that the service knows';
}

/**
 * Schedules that never come.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (2026-11-24)
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (2026-11-24)
 */
export const badSchedules = (template: Template): readonly Problem[] =>
  resourcesOf(template, 'AWS::Scheduler::Schedule', 'AWS::Events::Rule', 'AWS::Backup::BackupPlan')
    .flatMap(({ id, type, properties }) =>
      [...everythingIn(properties, ['Properties'])].map((inside) => ({ ...inside, id, type })),
    )
    .flatMap(({ id, type, path, value }) => {
      if (path.at(-1) !== 'ScheduleExpression' || typeof value !== 'string') return [];
      const isSchedule = type === 'AWS::Scheduler::Schedule';
      const fault = scheduleFault(value, !isSchedule);
      if (fault === undefined) return [];
      return [
        {
          logicalId: id,
          property: path.join('.'),
          what: fault,
          found: value,
          expected: `rate(5 minutes), cron(0 8 ? * MON-FRI *)${isSchedule ? ' or at(2026-11-24T13:00:00)' : ''}`,
          remedy: 'Correct the expression',
        },
      ];
    });
