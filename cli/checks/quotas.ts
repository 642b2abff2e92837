import { stackCheck } from '../check.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html (2026-11-24) */
const mostResources = 500;
const warnAbove = 400;

export const quotas = stackCheck({
  id: 'quotas',
  title: 'the stack has room for more sources',
  async run(stack, { sources }) {
    const used = Object.keys(await stack.resources()).length;
    const finding = `${used} of ${mostResources} resources for ${sources.length} sources`;
    if (used <= warnAbove) return [{ result: 'pass', finding }];
    return [
      {
        result: 'warn',
        finding: `${finding}: CloudFormation refuses a larger template`,
        remedy:
          'put the next sources into a stack of their own, with -c stage=NAME and -c config=FILE',
      },
    ];
  },
});
