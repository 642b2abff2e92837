import { type Finding, stackCheck } from '../check.ts';
import { resourcesOfType } from '../deployed-stack.ts';

export const waf = stackCheck({
  id: 'waf',
  title: "a web ACL guards the API, and AWS' managed rules block",
  async run(stack) {
    const acls = await resourcesOfType(stack, 'AWS::WAFv2::WebACL');
    const associations = await resourcesOfType(stack, 'AWS::WAFv2::WebACLAssociation');
    if (acls.length === 0 || associations.length === 0) {
      return [
        {
          result: 'fail',
          finding: 'the template puts no web ACL before the API',
          remedy: 'deploy the stack as lib/receiver-stack.ts has it',
        },
      ];
    }
    return acls.flatMap(([, { Rules }]) => modesOf(Array.isArray(Rules) ? Rules : []));
  },
});

interface Rule {
  readonly Name: string;
  readonly Statement?: { readonly ManagedRuleGroupStatement?: object };
  readonly OverrideAction?: { readonly Count?: object };
}

function modesOf(rules: readonly Rule[]): readonly Finding[] {
  const groups = rules.filter(({ Statement }) => Statement?.ManagedRuleGroupStatement);
  return groups.map(({ Name: subject, OverrideAction }) =>
    OverrideAction?.Count === undefined
      ? { result: 'pass', subject, finding: 'blocks' }
      : {
          result: 'warn',
          subject,
          finding: 'counts, and blocks nothing',
          remedy: 'look at what it matches for a week, then deploy with -c managedRules=block',
        },
  );
}
