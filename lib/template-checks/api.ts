import { at, listOf, type Resource, resourcesOf, type Template } from './template.ts';
import type { Problem } from './template-check.ts';

/**
 * Security policies of REST APIs and their domain names. AWS adds some now and then; each carries its date.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html (2026-11-24)
 */
const securityPolicies = [
  'TLS_1_0',
  'TLS_1_2',
  'SecurityPolicy_TLS13_1_3_2025_09',
  'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
  'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_PQ_2025_09',
  'SecurityPolicy_TLS13_1_2_2021_06',
  'SecurityPolicy_TLS13_2025_EDGE',
  'SecurityPolicy_TLS12_PFS_2025_EDGE',
  'SecurityPolicy_TLS12_2018_EDGE',
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html (2026-11-24) */
const gatewayResponses = [
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
];

const endpointTypes = ['REGIONAL', 'EDGE', 'PRIVATE'];

const endpointsOf = (template: Template): readonly Resource[] =>
  resourcesOf(
    template,
    'AWS::ApiGateway::RestApi',
    'AWS::ApiGateway::DomainName',
    'AWS::ApiGateway::DomainNameV2',
  );

const isEnhanced = (policy: unknown): policy is string =>
  typeof policy === 'string' && policy.startsWith('SecurityPolicy_');

/** TLS policies that API Gateway does not have. See `securityPolicies` for what changes. */
export const unknownTlsPolicies = (template: Template): readonly Problem[] =>
  endpointsOf(template).flatMap(({ id, properties }) => {
    const policy = properties['SecurityPolicy'];
    if (typeof policy !== 'string' || securityPolicies.includes(policy)) return [];
    return [
      {
        logicalId: id,
        property: 'Properties.SecurityPolicy',
        what: 'API Gateway has no security policy of this name',
        found: policy,
        expected: `one of ${securityPolicies.join(', ')}`,
        remedy: 'Correct the name; if AWS added the policy, add it to lib/template-checks/api.ts',
      },
    ];
  });

/**
 * Enhanced TLS policies without an access mode.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html (2026-11-24)
 */
export const missingAccessModes = (template: Template): readonly Problem[] =>
  endpointsOf(template)
    .filter(
      ({ properties }) =>
        isEnhanced(properties['SecurityPolicy']) && properties['EndpointAccessMode'] === undefined,
    )
    .map(({ id, properties }) => ({
      logicalId: id,
      property: 'Properties.EndpointAccessMode',
      what: `security policy ${properties['SecurityPolicy']} needs an access mode`,
      found: properties['EndpointAccessMode'],
      expected: 'STRICT or BASIC',
      remedy: 'Set EndpointAccessMode, STRICT unless clients are known that it would refuse',
    }));

/** Replies of API Gateway's own that it does not have. */
export const unknownGatewayResponses = (template: Template): readonly Problem[] =>
  resourcesOf(template, 'AWS::ApiGateway::GatewayResponse').flatMap(({ id, properties }) => {
    const type = properties['ResponseType'];
    if (typeof type !== 'string' || gatewayResponses.includes(type)) return [];
    return [
      {
        logicalId: id,
        property: 'Properties.ResponseType',
        what: 'API Gateway has no reply of this type',
        found: type,
        expected: `one of ${gatewayResponses.join(', ')}`,
        remedy: 'Correct the type',
      },
    ];
  });

/** Endpoints of a type that does not exist. https://docs.aws.amazon.com/apigateway/latest/api/API_EndpointConfiguration.html (2026-11-24) */
export const unknownEndpointTypes = (template: Template): readonly Problem[] =>
  endpointsOf(template).flatMap(({ id, properties }) =>
    listOf(at(properties, 'EndpointConfiguration', 'Types')).flatMap((type, index) =>
      typeof type !== 'string' || endpointTypes.includes(type)
        ? []
        : [
            {
              logicalId: id,
              property: `Properties.EndpointConfiguration.Types.${index}`,
              what: 'API Gateway has no endpoint of this type',
              found: type,
              expected: `one of ${endpointTypes.join(', ')}`,
              remedy: 'Correct the type: this stack serves one Region, REGIONAL',
            },
          ],
    ),
  );
