import { type App, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CodeSigningConfig } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '../../lambda/model/environment.ts';
import type { FunctionsProps } from '../../lib/functions/functions-props.ts';
import {
  grantsOf,
  type Need,
  neededGrants,
  permissionProblems,
  type Statement,
  statementsOf,
} from '../support/permissions.ts';
import {
  functionOf,
  isCallOf,
  laneReceiver,
  policyStatements,
  resourcesOf,
  testApp,
  testReceiver,
  testStack,
  testTemplate,
  waysReceiver,
} from '../support/stack.ts';

/* How the functions run: versions, concurrency, network, boundary, code signing, step-by-step deployments. */

const names: readonly FunctionName[] = ['ingress', 'worker', 'sweeper', 'dead-letters'];
const withFunctions = (functions: FunctionsProps) => testTemplate({ functions });

let template: Template;
beforeAll(() => {
  template = testTemplate();
});

const reservedOf = (of: Template) =>
  Object.fromEntries(
    names.map((name) => [name, functionOf(of, name).properties['ReservedConcurrentExecutions']]),
  );

describe('versions', () => {
  test('ingress and worker are called by their alias, which names a version that is kept', () => {
    const aliases = Object.values(resourcesOf(template, 'AWS::Lambda::Alias'));
    expect(aliases.map(({ Properties }) => Properties['Name'])).toEqual(['live', 'live']);
    const versions = Object.values(resourcesOf(template, 'AWS::Lambda::Version'));
    expect(versions.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
  });

  test('the API calls the alias and nothing but the API may', () => {
    const permissions = Object.values(resourcesOf(template, 'AWS::Lambda::Permission'));
    for (const { Properties } of permissions) {
      expect(Properties['Principal']).toBe('apigateway.amazonaws.com');
      expect(isCallOf(template, 'ingress', Properties['FunctionName'])).toBe(true);
    }
    const methods = Object.values(resourcesOf(template, 'AWS::ApiGateway::Method'));
    expect(methods.length).toBeGreaterThan(5);
    for (const { Properties } of methods)
      expect(isCallOf(template, 'ingress', Properties['Integration'])).toBe(true);
  });

  test('the worker is invoked by its alias alone', () => {
    const { id } = functionOf(template, 'worker');
    const mappings = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'));
    expect(JSON.stringify(mappings)).not.toContain(`"FunctionName":{"Ref":"${id}"}`);
  });
});

test('the same code and settings publish no new version', () => {
  const versionsOf = (of: Template) => Object.keys(resourcesOf(of, 'AWS::Lambda::Version'));
  expect(versionsOf(testTemplate())).toEqual(versionsOf(template));
  expect(versionsOf(testTemplate({ storage: { retentionDays: 7 } }))).not.toEqual(
    versionsOf(template),
  );
});

describe('concurrency', () => {
  test('each function has its own reserved, the worker as much as its queue may use', () => {
    const expected = { ingress: 200, worker: 20, sweeper: 1, 'dead-letters': 2 };
    expect(reservedOf(template)).toEqual(expected);
  });

  test.each([{}, { workerConcurrency: 50 }])(
    'what the queues may use together is reserved when the choice is %j',
    (functions) => {
      const lanes = testTemplate({ receiver: laneReceiver(), functions });
      for (const name of ['worker', 'dead-letters'] as const) {
        const used = Object.values(resourcesOf(lanes, 'AWS::Lambda::EventSourceMapping'))
          .filter(({ Properties }) => isCallOf(lanes, name, Properties['FunctionName']))
          .map(({ Properties }) => Properties['ScalingConfig'] as { MaximumConcurrency: number })
          .reduce((sum, { MaximumConcurrency }) => sum + MaximumConcurrency, 0);
        expect(used).toBe(reservedOf(lanes)[name]);
      }
    },
  );

  test('nothing is reserved when the account has nothing to reserve', () => {
    const free = withFunctions({ reserveConcurrency: false });
    expect(Object.values(reservedOf(free))).toEqual(names.map(() => undefined));
  });

  test('the alias of the ingress is kept warm when it is asked for', () => {
    const warm = withFunctions({ provisionedConcurrency: 3 });
    const aliases = Object.values(resourcesOf(warm, 'AWS::Lambda::Alias')).map(
      ({ Properties }) => Properties['ProvisionedConcurrencyConfig'],
    );
    expect(aliases).toEqual([{ ProvisionedConcurrentExecutions: 3 }, undefined]);
  });

  test.each<[FunctionsProps, string]>([
    [{ ingressConcurrency: 0 }, 'functions.ingressConcurrency: 0'],
    [{ ingressConcurrency: 1.5 }, 'functions.ingressConcurrency: 1.5'],
    [{ workerConcurrency: 1 }, 'functions.workerConcurrency: 1'],
    [{ workerConcurrency: 1001 }, 'functions.workerConcurrency: 1001'],
    [{ provisionedConcurrency: -1 }, 'functions.provisionedConcurrency: -1'],
    // Lambda refuses to keep more warm than is reserved.
    [{ provisionedConcurrency: 201 }, 'functions.provisionedConcurrency: 201'],
  ])('is refused when it is %j', (functions, problem) => {
    expect(() => withFunctions(functions)).toThrow(`${problem} is refused`);
  });
});

/** A stack of the same app for what the team has already. */
function elsewhere(app: App): Stack {
  const stack = new Stack(app, 'elsewhere', {
    env: { region: 'eu-west-1', account: '111122223333' },
  });
  new CfnWaitConditionHandle(stack, 'NotEmpty');
  return stack;
}

/** A network of the team's. */
function network() {
  const app = testApp();
  return { app, vpc: new Vpc(elsewhere(app), 'Vpc') as IVpc };
}

describe('in a VPC', () => {
  let inVpc: Template;
  beforeAll(() => {
    const { app, vpc } = network();
    inVpc = Template.fromStack(testStack(app, { functions: { vpc: { vpc } } }));
  });

  test('each function has interfaces in the private subnets and a group that lets nothing in', () => {
    for (const name of names)
      expect(functionOf(inVpc, name).properties['VpcConfig']).toMatchObject({
        SubnetIds: expect.arrayContaining([expect.anything(), expect.anything()]),
        SecurityGroupIds: [expect.anything()],
      });
    const groups = Object.values(resourcesOf(inVpc, 'AWS::EC2::SecurityGroup'));
    expect(groups).toHaveLength(4);
    for (const { Properties } of groups) {
      expect(Properties).not.toHaveProperty('SecurityGroupIngress');
      expect(Properties['SecurityGroupEgress']).toEqual([
        expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
      ]);
    }
  });

  const interfaces = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];

  test.each(names)(
    'the %s role may make interfaces and nothing more, its code not even that',
    (name) => {
      const statements = statementsOf(inVpc, name);
      const more = interfaces.map((action): Need => [action, 'everything']);
      const needed = neededGrants({ template: inVpc, receiver: testReceiver() }, name, more);
      expect(permissionProblems(grantsOf(statements), needed)).toEqual([]);
      expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
        expect.objectContaining({
          Action: interfaces,
          Condition: { ArnLike: { 'lambda:SourceFunctionArn': expect.anything() } },
        }),
      ]);
    },
  );
});

test('every role has the boundary when one is given', () => {
  const arn = 'arn:aws:iam::111122223333:policy/boundary';
  const app = testApp();
  const stack = elsewhere(app);
  const bounded = Template.fromStack(
    testStack(app, {
      receiver: waysReceiver(),
      manageApiGatewayAccount: true,
      storage: { backup: true },
      functions: {
        canary: true,
        permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn),
      },
    }),
  );
  const roles = Object.values(resourcesOf(bounded, 'AWS::IAM::Role'));
  expect(roles.length).toBeGreaterThanOrEqual(9);
  for (const { Properties } of roles) expect(Properties['PermissionsBoundary']).toBe(arn);
});

test('every function has its code checked when signing is configured', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0123456789abcdef0';
  const app = testApp();
  const codeSigning = CodeSigningConfig.fromCodeSigningConfigArn(elsewhere(app), 'Csc', arn);
  const receiver = waysReceiver();
  const signed = Template.fromStack(testStack(app, { receiver, functions: { codeSigning } }));
  for (const name of [...names, 'callbacks'] as const)
    expect(functionOf(signed, name).properties['CodeSigningConfigArn']).toBe(arn);
});

describe('step-by-step deployments', () => {
  let canary: Template;
  beforeAll(() => {
    canary = withFunctions({ canary: true });
  });

  test('the alias of the ingress moves by CodeDeploy, back when an alarm is raised', () => {
    const [alias] = Object.values(canary.findResources('AWS::Lambda::Alias'));
    expect(alias).toHaveProperty('UpdatePolicy.CodeDeployLambdaAliasUpdate');
    canary.hasResourceProperties('AWS::CodeDeploy::DeploymentGroup', {
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      AutoRollbackConfiguration: {
        Enabled: true,
        Events: Match.arrayWith(['DEPLOYMENT_STOP_ON_ALARM']),
      },
      AlarmConfiguration: { Enabled: true, Alarms: [Match.anyValue(), Match.anyValue()] },
    });
    canary.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: Match.arrayWith([Match.objectLike({ Name: 'Resource' })]),
      Threshold: 1,
    });
    // What the ingress answers 503 is no error to Lambda.
    canary.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Threshold: 0.02,
      Dimensions: [
        { Name: 'ApiName', Value: 'sallyport-test' },
        { Name: 'Stage', Value: 'test' },
      ],
    });
    canary.hasResourceProperties('AWS::ApiGateway::RestApi', { Name: 'sallyport-test' });
  });

  test('CodeDeploy may move this alias and look at these alarms', () => {
    const [[, role] = []] = Object.entries(resourcesOf(canary, 'AWS::IAM::Role')).filter(([id]) =>
      id.startsWith('IngressCanary'),
    );
    expect(role?.Properties).not.toHaveProperty('ManagedPolicyArns');
    const statements = policyStatements<Statement>(canary, 'IngressCanary');
    const { id } = functionOf(canary, 'ingress');
    const alias = [
      'lambda:GetAlias',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:UpdateAlias',
    ];
    expect(grantsOf(statements)).toEqual([
      expect.stringMatching(/^cloudwatch:DescribeAlarms IngressCanaryCrashes/),
      expect.stringMatching(/^cloudwatch:DescribeAlarms IngressCanaryFailures/),
      ...alias.flatMap((action) => [`${action} ${id}`, `${action} ${id}:live`]),
    ]);
  });

  test('there is none of it when it is not asked for', () => {
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
  });
});

test.each([
  [undefined, 'ENABLED'],
  [true, 'DISABLED'],
])('the sweeper is started each minute, but not in a standby: %s', (isStandby, State) => {
  const swept = isStandby === undefined ? template : withFunctions({ isStandby });
  swept.hasResourceProperties('AWS::Scheduler::Schedule', {
    State,
    ScheduleExpression: 'rate(1 minute)',
  });
  expect(grantsOf(policyStatements<Statement>(swept, 'SweeperSweeps'))).toEqual([
    `lambda:InvokeFunction ${functionOf(swept, 'sweeper').id}`,
  ]);
});
