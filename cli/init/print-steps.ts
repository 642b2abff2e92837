import type { NextStep, Where } from './next-steps.ts';
import { columns, wrapped } from './wrap-text.ts';

const headings: Readonly<Record<Where, string>> = {
  first: 'First',
  laptop: 'On this machine',
  handlers: 'What the events do',
  deployment: 'In your AWS account',
};

/** The steps under their headings, as a person reads them. */
export function stepsText(steps: readonly NextStep[]): string {
  const groups = Map.groupBy(steps, ({ where }) => where);
  return [...groups]
    .map(([where, group]) => [headings[where], ...group.map(stepText)].join('\n'))
    .join('\n\n');
}

function stepText({ what, run }: NextStep): string {
  const text = wrapped(what, { first: '- ', rest: '  ' });
  return run === undefined ? text : `${text}\n${commandText(run)}`;
}

/** A command as it can be pasted; a long one goes on behind its pipe. */
function commandText(run: string): string {
  const line = `    ${run}`;
  return line.length > columns ? line.replace(' | ', ' |\n      ') : line;
}
