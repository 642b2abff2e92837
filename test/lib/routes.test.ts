import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig } from '../../lambda/config/read-config.ts';
import { ReceiverApi } from '../../lib/ingress/api.ts';
import { resourcesOf, testApp, testSources, waysSources } from '../support/stack.ts';

/* Where requests of each kind of source come in, how fast, and what is kept of their addresses. */

/** The edge by itself: a whole stack takes seconds. */
function edge(sources: object): Template {
  const env = { region: 'eu-west-1', account: '111122223333' };
  const stack = new Stack(testApp(), 'edge', { env });
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:ingress';
  new ReceiverApi(stack, 'Edge', {
    stageName: 'test',
    sources: readConfig({ sources }, presets),
    ingress: LambdaFunction.fromFunctionArn(stack, 'Ingress', arn),
    manageApiGatewayAccount: false,
  });
  return Template.fromStack(stack);
}

/** Methods by path, where there are any. */
function methodsOf(template: Template): Readonly<Record<string, readonly unknown[]>> {
  const resources = resourcesOf(template, 'AWS::ApiGateway::Resource');
  const pathOf = (id: string): string => {
    const { PathPart, ParentId } = resources[id]?.Properties ?? {};
    const { Ref } = ParentId as { readonly Ref?: string };
    return `${Ref === undefined ? '' : pathOf(Ref)}/${PathPart}`;
  };
  const methods = Object.values(resourcesOf(template, 'AWS::ApiGateway::Method')).map(
    ({ Properties: { ResourceId, HttpMethod } }) =>
      [pathOf((ResourceId as { readonly Ref: string }).Ref), HttpMethod] as const,
  );
  const byPath = Map.groupBy(methods, ([path]) => path);
  return Object.fromEntries(
    [...byPath].map(([path, found]) => [path, found.map(([, method]) => method)]),
  );
}

interface Setting {
  readonly ResourcePath: string;
  readonly HttpMethod: string;
  readonly ThrottlingRateLimit: number;
  readonly ThrottlingBurstLimit: number;
  readonly DataTraceEnabled?: boolean;
  readonly LoggingLevel?: string;
}

function stageOf(template: Template) {
  const [stage] = Object.values(resourcesOf(template, 'AWS::ApiGateway::Stage'));
  if (stage === undefined) throw new Error('expected a stage');
  return stage.Properties;
}
const settingsOf = (template: Template) => stageOf(template)['MethodSettings'] as Setting[];

let template: Template;
beforeAll(() => {
  const throttle = { ratePerSecond: 3, burst: 5 };
  const { prompt, ...others } = waysSources;
  template = edge({ ...others, prompt: { ...prompt, throttle }, mpesa: testSources.mpesa });
});

test('each source has the route that its kind asks for', () => {
  const methods = ['POST', 'ANY'];
  expect(methodsOf(template)).toEqual({
    '/hooks/plain': methods,
    '/hooks/shop/{tenant}': methods,
    '/hooks/payments': methods,
    '/hooks/mpesa/{token}': methods,
    '/callbacks/prompt/{token}': methods,
  });
});

test.each<[string, object, readonly string[]]>([
  ['callbacks alone', { prompt: waysSources.prompt }, ['/callbacks/prompt/{token}']],
  ['no callbacks', { plain: waysSources.plain }, ['/hooks/plain']],
])('there are no other paths when there are %s', (_name, sources, paths) => {
  const one = edge(sources);
  expect(Object.keys(methodsOf(one))).toEqual(paths);
  // With the root of the path, and a part for each segment.
  one.resourceCountIs('AWS::ApiGateway::Resource', (paths[0] ?? '').split('/').length - 1);
});

test('a callback source has its own throttle at its own path', () => {
  expect(settingsOf(template)).toContainEqual(
    expect.objectContaining({
      ResourcePath: '/~1callbacks~1prompt~1{token}',
      HttpMethod: 'POST',
      ThrottlingRateLimit: 3,
      ThrottlingBurstLimit: 5,
    }),
  );
});

test('no log of API Gateway has the path of a request, which may end with a secret', () => {
  const { Format } = stageOf(template)['AccessLogSetting'] as { readonly Format: string };
  expect(Format).toContain('"$context.resourcePath"');
  expect(Format).not.toMatch(/\$context\.(path|requestOverride|customDomain)\b/);
  for (const setting of settingsOf(template)) {
    expect(setting.DataTraceEnabled ?? false).toBe(false);
    // At INFO the execution log would have the parameters of each path.
    expect(setting.LoggingLevel).toBe('ERROR');
  }
});

test.each<[string, object, boolean]>([
  ['callbacks', waysSources.prompt, false],
  ['a token in the path', testSources.mpesa, false],
  ['a token in the query string', { token: { query: 'key' } }, false],
  ['a token in a header', waysSources.plain, true],
  ['tenants', waysSources.shop, true],
])('requests are traced unless their URL has a secret: %s', (_name, source, isTraced) => {
  expect(stageOf(edge({ plain: waysSources.plain, source }))['TracingEnabled']).toBe(isTraced);
});
