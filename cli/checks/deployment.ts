import type { Stack } from '@aws-sdk/client-cloudformation';
import { urlOutputName } from '../../lambda/model/url-output.ts';
import { type Finding, stackCheck } from '../check.ts';
import type { Target } from '../target.ts';

export const deployment = stackCheck({
  id: 'deployment',
  title: 'the stack is what was configured, and stands as it was deployed',
  async run(stack, target) {
    const description = await stack.description();
    return [
      ...urlsOf(description, target),
      statusOf(description, stack.name),
      driftOf(description, stack.name),
    ];
  },
});

function urlsOf({ Outputs = [] }: Stack, { sources }: Target): readonly Finding[] {
  const deployed = Outputs.map(({ OutputKey = '' }) => OutputKey).filter((name) =>
    /^Url[A-Z0-9]/.test(name),
  );
  const known = new Set(sources.map(({ id }) => urlOutputName(id)));
  const found: readonly Finding[] = [
    ...sources
      .filter(({ id }) => !deployed.includes(urlOutputName(id)))
      .map(
        ({ id }): Finding => ({
          result: 'fail',
          subject: id,
          finding: `configured, but the stack has no output ${urlOutputName(id)}: its requests are answered with 404`,
          remedy: 'deploy the stack with this configuration, or name the one it has with --config',
        }),
      ),
    ...deployed
      .filter((name) => !known.has(name))
      .map(
        (name): Finding => ({
          result: 'warn',
          subject: name,
          finding: 'the stack has this source, but it is not configured any more',
          remedy:
            'deploy to take its URL away, after its sender stopped, or name the right configuration with --config',
        }),
      ),
  ];
  return found.length > 0
    ? found
    : [
        {
          result: 'pass',
          subject: 'sources',
          finding: `${sources.length} configured and deployed`,
        },
      ];
}

function statusOf({ StackStatus, StackStatusReason }: Stack, name: string): Finding {
  const status: string = StackStatus ?? '';
  const common = {
    subject: 'status',
    finding: [status, StackStatusReason].filter(Boolean).join(': '),
  };
  const remedy = `aws cloudformation describe-stack-events --stack-name ${name} says what happened; mend it and deploy again`;
  if (status.endsWith('_FAILED') || status === 'ROLLBACK_COMPLETE') {
    return { result: 'fail', ...common, remedy };
  }
  if (status.includes('ROLLBACK')) return { result: 'warn', ...common, remedy };
  if (status.endsWith('_IN_PROGRESS')) {
    return { result: 'warn', ...common, remedy: 'wait for the deployment, then run this again' };
  }
  return { result: 'pass', ...common };
}

function driftOf({ DriftInformation }: Stack, name: string): Finding {
  const { StackDriftStatus = 'NOT_CHECKED', LastCheckTimestamp } = DriftInformation ?? {};
  const subject = 'drift';
  const at = LastCheckTimestamp ? ` on ${LastCheckTimestamp.toISOString()}` : '';
  if (StackDriftStatus === 'IN_SYNC') {
    return { result: 'pass', subject, finding: `none was found${at}` };
  }
  if (StackDriftStatus === 'DRIFTED') {
    return {
      result: 'warn',
      subject,
      finding: `somebody changed resources past the template: found${at}`,
      remedy: `aws cloudformation describe-stack-resource-drifts --stack-name ${name} lists them; change them back`,
    };
  }
  return {
    result: 'not-applicable',
    subject,
    finding: 'never looked for',
    remedy: `aws cloudformation detect-stack-drift --stack-name ${name}`,
  };
}
