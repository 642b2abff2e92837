import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { presets } from '../../lambda/config/preset-index.ts';
import { readConfig, readReceiverConfig } from '../../lambda/config/read-config.ts';
import { domainOf } from '../../lib/domain-context.ts';
import { ReceiverApi } from '../../lib/ingress/api.ts';
import type { DomainProps } from '../../lib/ingress/domain.ts';
import type { EdgeProps } from '../../lib/ingress/edge-props.ts';
import { functionOf, resourcesOf, testApp, testSources, testTemplate } from '../support/stack.ts';

const certificateArn =
  'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000';

/** The edge by itself: a whole stack takes seconds. */
function edge(edgeOf: (stack: Stack) => EdgeProps): Template {
  const env = { region: 'eu-west-1', account: '111122223333' };
  const stack = new Stack(testApp(), 'edge', { env });
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:ingress';
  new ReceiverApi(stack, 'Edge', {
    stageName: 'test',
    sources: readConfig({ sources: testSources }, presets),
    ingress: LambdaFunction.fromFunctionArn(stack, 'Ingress', arn),
    manageApiGatewayAccount: false,
    edge: edgeOf(stack),
  });
  return Template.fromStack(stack);
}

const zoneIn = (stack: Stack) =>
  HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: 'Z1D633PJN98FT9',
    zoneName: 'example.com',
  });
const certificateIn = (stack: Stack) =>
  Certificate.fromCertificateArn(stack, 'Certificate', certificateArn);

const domain = (more: Partial<DomainProps> = {}) =>
  edge((stack) => ({
    domain: { name: 'hooks.example.com', certificate: certificateIn(stack), ...more },
  }));

const propertiesOf = (template: Template, type: string) =>
  Object.values(resourcesOf(template, type)).map(({ Properties }) => Properties);
const apiOf = (template: Template) => propertiesOf(template, 'AWS::ApiGateway::RestApi')[0];

const policy2025 = {
  SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  EndpointAccessMode: 'STRICT',
};
const truststore = { truststoreBucket: 'trust', key: 'partners.pem', version: 'v1' };

describe('without a domain', () => {
  let template: Template;
  beforeAll(() => {
    template = edge(() => ({}));
  });

  test('the generated name is in use, under a TLS policy of 2025', () => {
    expect(apiOf(template)).toMatchObject({ ...policy2025, DisableExecuteApiEndpoint: false });
    template.resourceCountIs('AWS::ApiGateway::DomainName', 0);
  });

  test('the access log says who came how, and nothing that came with the request', () => {
    const [stage] = propertiesOf(template, 'AWS::ApiGateway::Stage');
    const { Format = '' } = (stage?.['AccessLogSetting'] ?? {}) as { Format?: string };
    expect(Object.keys(JSON.parse(Format))).toEqual(
      expect.arrayContaining(['requestId', 'sourceIp', 'tlsVersion', 'tlsCipher', 'wafResult']),
    );
    expect(Format).toContain('$context.cipherSuite');
    expect(Format).not.toMatch(/header|body|querystring|\$context\.path\b/i);
  });

  test('a throttle of the whole stage replaces the default one when it is given', () => {
    const throttled = edge(() => ({ throttle: { ratePerSecond: 20, burst: 40 } }));
    for (const [of, rate, burst] of [
      [template, 500, 1000],
      [throttled, 20, 40],
    ] as const) {
      of.hasResourceProperties('AWS::ApiGateway::Stage', {
        MethodSettings: Match.arrayWith([
          Match.objectLike({
            ResourcePath: '/*',
            ThrottlingRateLimit: rate,
            ThrottlingBurstLimit: burst,
          }),
        ]),
      });
    }
  });
});

describe('with a domain', () => {
  let template: Template;
  let inZone: Template;
  beforeAll(() => {
    template = domain();
    inZone = edge((stack) => ({
      domain: { name: 'hooks.example.com', hostedZone: zoneIn(stack) },
    }));
  });

  test('it is Regional, of both address families, under a TLS policy of 2025, and mapped to the stage', () => {
    expect(propertiesOf(template, 'AWS::ApiGateway::DomainName')).toEqual([
      {
        DomainName: 'hooks.example.com',
        EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
        RegionalCertificateArn: certificateArn,
        ...policy2025,
      },
    ]);
    expect(propertiesOf(template, 'AWS::ApiGateway::BasePathMapping')).toEqual([
      expect.objectContaining({ RestApiId: expect.anything(), Stage: expect.anything() }),
    ]);
  });

  test('the generated name is off and has the policy of the domain', () => {
    expect(apiOf(template)).toMatchObject({ ...policy2025, DisableExecuteApiEndpoint: true });
    const strictest = SecurityPolicy.TLS13_1_3_2025_09;
    const strict = domain({ securityPolicy: strictest });
    for (const type of ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainName']) {
      strict.hasResourceProperties(type, { SecurityPolicy: strictest });
    }
  });

  test('no access mode is set when the TLS policy is an older one', () => {
    const older = domain({ securityPolicy: SecurityPolicy.TLS_1_2 });
    const [name] = propertiesOf(older, 'AWS::ApiGateway::DomainName');
    expect(name).toMatchObject({ SecurityPolicy: 'TLS_1_2' });
    expect(name).not.toHaveProperty('EndpointAccessMode');
  });

  test('certificate and records are made when there is a zone, and only then', () => {
    inZone.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'hooks.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [
        { DomainName: 'hooks.example.com', HostedZoneId: 'Z1D633PJN98FT9' },
      ],
    });
    const records = propertiesOf(inZone, 'AWS::Route53::RecordSet');
    expect(records.map((record) => [record['Type'], record['Name']])).toEqual([
      ['A', 'hooks.example.com.'],
      ['AAAA', 'hooks.example.com.'],
    ]);
    for (const record of records) expect(record).toHaveProperty('AliasTarget.DNSName');
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  test('mutual TLS names its truststore by version, with the policies that API Gateway takes it with', () => {
    const mutual = domain({ mutualTls: truststore });
    const [name] = propertiesOf(mutual, 'AWS::ApiGateway::DomainName');
    expect(name).toMatchObject({
      MutualTlsAuthentication: {
        TruststoreUri: 's3://trust/partners.pem',
        TruststoreVersion: 'v1',
      },
      SecurityPolicy: 'TLS_1_2',
    });
    expect(name).not.toHaveProperty('EndpointAccessMode');
    expect(apiOf(mutual)).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(apiOf(mutual)).not.toHaveProperty('SecurityPolicy');
  });

  test.each<[string, Partial<DomainProps>, RegExp]>([
    ['a truststore without a version', { mutualTls: { ...truststore, version: '' } }, /version is/],
    [
      'mutual TLS under a policy of 2025',
      { mutualTls: truststore, securityPolicy: SecurityPolicy.TLS13_1_3_2025_09 },
      /mutualTls does not go with/,
    ],
    ['a broken TLS version', { securityPolicy: SecurityPolicy.TLS_1_0 }, /TLS_1_0 is refused/],
    ['an address in place of a name', { name: 'https://hooks.example.com/' }, /is refused: use a/],
  ])('the domain is refused when it has %s', (_what, props, problem) => {
    expect(() => domain(props)).toThrow(problem);
  });

  test('the domain is refused when nothing could prove its name', () => {
    expect(() => edge(() => ({ domain: { name: 'hooks.example.com' } }))).toThrow(
      /neither certificate nor hostedZone/,
    );
  });

  test('the outputs name the domain and where its record must point', () => {
    const stack = testTemplate({ domain: { name: 'hooks.example.com', certificateArn } });
    const outputs = stack.findOutputs('*');
    expect(outputs['UrlBank']?.['Value']).toBe('https://hooks.example.com/hooks/bank');
    expect(outputs['DomainTarget']?.['Value']).toHaveProperty('Fn::GetAtt.1', 'RegionalDomainName');
  });
});

describe('behind a CDN', () => {
  const behind = (proof: object) =>
    testTemplate({
      receiver: {
        ...readReceiverConfig(
          { sources: testSources, behindCdn: { clientIpHeader: 'CF-Connecting-IP', proof } },
          presets,
        ),
        handlers: [],
      },
      waf: { blockedAddresses: ['192.0.2.7'], blockedCountries: ['KP'] },
    });
  let template: Template;
  beforeAll(() => {
    template = behind({ header: 'X-Origin-Verify' });
  });

  test('its secret has a place of its own that the ingress may read, and the other secrets stay where they are', () => {
    const secrets = resourcesOf(template, 'AWS::SecretsManager::Secret');
    expect(Object.values(secrets).map(({ Properties }) => Properties['Name'])).toContain(
      'sallyport/test/@origin',
    );
    expect(Object.keys(secrets)).toContain('Secretsbank21B93510');
    const [id = ''] =
      Object.entries(secrets).find(([, { Properties }]) =>
        String(Properties['Name']).endsWith('@origin'),
      ) ?? [];
    const policies = Object.entries(resourcesOf(template, 'AWS::IAM::ManagedPolicy'));
    const readers = policies.filter(([, { Properties }]) =>
      JSON.stringify(Properties).includes(id),
    );
    expect(readers.map(([name]) => name.slice(0, -8))).toEqual(['IngressPolicy']);
    expect(functionOf(template, 'ingress').id).toMatch(/^Ingress/);
  });

  test('the rules judge the address that the CDN names, and leave allow lists to the function', () => {
    const [acl] = propertiesOf(template, 'AWS::WAFv2::WebACL');
    const rules = acl?.['Rules'] as { Name: string; Statement: object }[];
    expect(rules.map(({ Name }) => Name)).toEqual([
      'BlockedAddresses',
      'BlockedCountries',
      'RatePerAddress',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    const header = { HeaderName: 'cf-connecting-ip', FallbackBehavior: 'NO_MATCH' };
    expect(rules.slice(0, 3).map(({ Statement }) => Statement)).toMatchObject([
      { IPSetReferenceStatement: { IPSetForwardedIPConfig: { ...header, Position: 'FIRST' } } },
      { GeoMatchStatement: { ForwardedIPConfig: header } },
      { RateBasedStatement: { AggregateKeyType: 'FORWARDED_IP', ForwardedIPConfig: header } },
    ]);
    expect(JSON.stringify(acl)).not.toMatch(/AggregateKeyType":"IP"|x-origin-verify":"[^"]/);
  });

  test('its secret is in no log and no sample of WAF', () => {
    const kept = ['AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::WebACL'].map((type) =>
      JSON.stringify(propertiesOf(template, type)),
    );
    for (const text of kept) expect(text).toContain('"x-origin-verify"');
  });

  test('no secret is made when its addresses are the proof', () => {
    const names = propertiesOf(
      behind({ addresses: ['173.245.48.0/20'] }),
      'AWS::SecretsManager::Secret',
    ).map(({ Name }) => Name);
    expect(names).not.toContain('sallyport/test/@origin');
  });
});

describe('context values', () => {
  const context = (values: object) => domainOf(new App({ context: { ...values } }));
  const named = { domain: 'hooks.example.com' };
  const zone = { hostedZoneId: 'Z1D633PJN98FT9', hostedZoneName: 'example.com' };

  test('make a domain when they fit together', () => {
    expect(context({})).toBeUndefined();
    expect(
      context({ ...named, ...zone, certificateArn, truststore: 'trust/a/partners.pem#v1.x' }),
    ).toEqual({
      name: 'hooks.example.com',
      certificateArn,
      hostedZone: { hostedZoneId: 'Z1D633PJN98FT9', zoneName: 'example.com' },
      mutualTls: { truststoreBucket: 'trust', key: 'a/partners.pem', version: 'v1.x' },
    });
  });

  test.each<[string, object, RegExp]>([
    ['a URL', { domain: 'https://x.example.com', certificateArn }, /^context domain: .* refused/],
    ['no proof of the name', named, /^context domain: nothing proves/],
    ['half a zone', { ...named, hostedZoneId: 'Z1D633PJN98FT9' }, /^context hostedZoneId: give it/],
    ['a foreign zone', { ...named, ...zone, hostedZoneName: 'ample.com' }, /does not lie in zone/],
    ['no ARN', { ...named, certificateArn: 'mine' }, /^context certificateArn: "mine" is refused/],
    ['no version', { ...named, ...zone, truststore: 'trust/a.pem' }, /^context truststore: .*#VER/],
    ['no domain', zone, /^context hostedZoneId: there is no domain/],
  ])('are refused in one line when they have %s', (_what, values, line) => {
    expect(() => context(values)).toThrow(line);
    expect(() => context(values)).not.toThrow(/\n/);
  });
});
