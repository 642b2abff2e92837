import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag that we accept, each on the narrowest construct and with its reason. */
const acknowledgements = {
  api: [
    {
      id: 'AwsSolutions-APIG4',
      reason:
        'senders cannot authorise with IAM or Cognito; the ingress function checks address, shared secret and signature, and an authorizer never sees the body',
    },
    { id: 'AwsSolutions-COG4', reason: 'see APIG4: senders have no Cognito users' },
  ],
  bodies: [
    {
      id: 'AwsSolutions-S1',
      reason:
        'only the ingress writes and only the worker reads, each by its role; CloudTrail data events show who else tries, without a second bucket of logs',
    },
  ],
  secrets: [
    {
      id: 'AwsSolutions-SMG4',
      reason:
        'the provider owns the secret: it is rotated on its side and stored here, two versions being accepted meanwhile',
    },
  ],
  functions: [
    { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'X-Ray has no resource-level permissions' },
  ],
} as const;

export type AcknowledgedPart = keyof typeof acknowledgements;

/** Acknowledges the accepted findings of this part of the stack. */
export function acknowledgeFindings(part: AcknowledgedPart, construct: IConstruct): void {
  Validations.of(construct).acknowledge(...acknowledgements[part]);
}

/** Acknowledges a policy that names all objects below a prefix, or all versions of one function. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
}
