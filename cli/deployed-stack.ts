import {
  type CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { OperationFailed } from './failure.ts';
import { permitted } from './not-permitted.ts';

/** One resource of a template, as CDK writes it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What CloudFormation says of a stack. Each answer is asked for once. */
export interface DeployedStack {
  readonly name: string;
  /** @throws NotPermitted */
  description(): Promise<Stack>;
  /** All resources of the template that was deployed, by logical id. @throws NotPermitted */
  resources(): Promise<Readonly<Record<string, TemplateResource>>>;
}

export function deployedStack(client: CloudFormationClient, name: string): DeployedStack {
  const describe = new DescribeStacksCommand({ StackName: name });
  const read = new GetTemplateCommand({ StackName: name });
  return {
    name,
    description: once(async () => {
      const call = permitted('cloudformation:DescribeStacks', client.send(describe));
      const [stack] = (await call).Stacks ?? [];
      if (stack === undefined) throw new OperationFailed(`stack ${name} is not there any more`);
      return stack;
    }),
    resources: once(async () => {
      const call = permitted('cloudformation:GetTemplate', client.send(read));
      return resourcesIn((await call).TemplateBody ?? '', name);
    }),
  };
}

/** The resources of one type, by logical id. */
export async function resourcesOfType(
  stack: DeployedStack,
  type: string,
): Promise<readonly (readonly [id: string, properties: TemplateResource['Properties']])[]> {
  return Object.entries(await stack.resources()).flatMap(([id, { Type, Properties }]) =>
    Type === type ? [[id, Properties] as const] : [],
  );
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}

function resourcesIn(template: string, name: string): Readonly<Record<string, TemplateResource>> {
  try {
    const { Resources = {} }: { Resources?: Record<string, Partial<TemplateResource>> } =
      JSON.parse(template);
    return Object.fromEntries(
      Object.entries(Resources).map(([id, { Type = '', Properties = {} }]) => [
        id,
        { Type, Properties },
      ]),
    );
  } catch {
    throw new OperationFailed(`the template of stack ${name} is not the JSON that CDK writes`);
  }
}
