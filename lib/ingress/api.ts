import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  CfnAccount,
  type CfnRestApi,
  EndpointType,
  IpAddressType,
  LambdaIntegration,
  LogGroupLogDestination,
  type MethodDeploymentOptions,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routeOf, type Source } from '../../lambda/model/source.ts';
import {
  type DomainProps,
  defaultSecurityPolicy,
  policyOf,
  ReceiverDomain,
  tlsOf,
} from './domain.ts';
import type { EdgeProps } from './edge-props.ts';
import { addGatewayResponses } from './gateway-responses.ts';
import { hasSecretUrl } from './secret-urls.ts';

export interface ReceiverApiProps {
  readonly stageName: string;
  readonly sources: readonly Source[];
  /** Answers every request to a source. */
  readonly ingress: IFunction;
  /** Creates the Region's API Gateway log role. See `ReceiverStackProps`. */
  readonly manageApiGatewayAccount: boolean;
  readonly edge?: EdgeProps;
}

/** Requests a second and burst of all sources together. */
const defaultThrottle = { ratePerSecond: 500, burst: 1000 };

/** What the access log keeps of a request: no header, no query string, no body. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTimeEpoch(),
    sourceIp: AccessLogField.contextIdentitySourceIp(),
    method: AccessLogField.contextHttpMethod(),
    resource: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseType: '$context.error.responseType',
    wafResult: AccessLogField.contextWafResponseCode(),
    domainName: '$context.domainName',
    tlsVersion: '$context.tlsVersion',
    tlsCipher: '$context.cipherSuite',
    // Whose certificate it was, where mutual TLS asks for one.
    clientSubject: AccessLogField.contextIdentityClientCertSubjectDN(),
    clientSerial: AccessLogField.contextIdentityClientCertSerialNumber(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    latencyMs: AccessLogField.contextResponseLatency(),
    userAgent: AccessLogField.contextIdentityUserAgent(),
  }),
);

/** The REST API with one static route per source: unknown paths never reach a function, and each source has a throttle of its own. */
export class ReceiverApi extends Construct {
  readonly api: RestApi;
  /** Present where the API has a name of its own. */
  readonly domain?: ReceiverDomain;
  /** What the sources' paths begin with, up to the slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ReceiverApiProps) {
    super(scope, id);
    const { domain, throttle = defaultThrottle } = props.edge ?? {};
    const accessLog = new LogGroup(this, 'AccessLog', { retention: RetentionDays.THREE_MONTHS });
    this.api = new RestApi(this, 'Api', {
      restApiName: `sallyport-${props.stageName}`,
      description: 'Sallyport: webhooks and callbacks',
      endpointConfiguration: {
        types: [EndpointType.REGIONAL],
        ipAddressType: IpAddressType.DUAL_STACK,
      },
      // Without it a body that is not UTF-8 arrives altered, and no signature over it can hold.
      binaryMediaTypes: ['*/*'],
      // Whoever could go around the domain would go around what it demands.
      disableExecuteApiEndpoint: domain !== undefined,
      cloudWatchRole: false,
      deployOptions: {
        stageName: props.stageName,
        throttlingRateLimit: throttle.ratePerSecond,
        throttlingBurstLimit: throttle.burst,
        methodOptions: throttles(props.sources),
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat,
        loggingLevel: MethodLoggingLevel.ERROR,
        // It would write bodies and secret headers to the log.
        dataTraceEnabled: false,
        metricsEnabled: true,
        // A trace holds the whole URL, and whoever may read traces would read a secret in it. The functions are traced in any case.
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-understanding-xray-traces.html (2026-11-24)
        tracingEnabled: !props.sources.some(hasSecretUrl),
      },
    });
    this.#restrictTls(domain);
    addGatewayResponses(this.api);
    this.#addRoutes(props);
    this.#declareExecutionLog(props.stageName);
    if (props.manageApiGatewayAccount) this.#manageAccount();
    if (domain !== undefined) {
      this.domain = new ReceiverDomain(this, 'Domain', { ...domain, api: this.api });
    }
    this.url = domain === undefined ? this.api.url : `https://${domain.name}/`;
  }

  /**
   * The API's own policy, which AWS says decides for its domain as well: both have the same. With mutual TLS the API keeps API Gateway's default,
   * because the newer policies do not go with it; its generated name is off then.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html (2026-11-24)
   */
  #restrictTls(domain: DomainProps | undefined): void {
    if (domain?.mutualTls !== undefined) return;
    const policy = domain === undefined ? defaultSecurityPolicy : policyOf(domain);
    // Not on the L2 construct yet.
    Object.assign(this.api.node.defaultChild as CfnRestApi, tlsOf(policy));
  }

  #addRoutes({ sources, ingress }: ReceiverApiProps): void {
    const integration = new LambdaIntegration(ingress, {
      // One permission for all routes: one for each would outgrow the function's policy.
      scopePermissionToMethod: false,
    });
    const validator = this.api.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    for (const source of sources) {
      const route = this.api.root.resourceForPath(routeOf(source));
      // The source's own methods carry its throttle; any other is the function's to refuse and to record.
      for (const method of [...source.methods, 'ANY']) {
        route.addMethod(method, integration, { requestValidator: validator });
      }
    }
  }

  /** API Gateway would create this group itself, without a retention. */
  #declareExecutionLog(stageName: string): void {
    const { deploymentStage, restApiId } = this.api;
    const executionLog = new LogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${restApiId}/${stageName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    deploymentStage.node.addDependency(executionLog);
  }

  /** One role and one account setting per Region; kept when the stack goes, because other APIs may use it. */
  #manageAccount(): void {
    const role = new Role(this, 'LogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromManagedPolicyArn(
          this,
          'LogPolicy',
          `arn:${Aws.PARTITION}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
        ),
      ],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.api.deploymentStage.node.addDependency(account);
  }
}

function throttles(sources: readonly Source[]): Record<string, MethodDeploymentOptions> {
  return Object.fromEntries(
    sources.flatMap(({ methods, throttle, ...source }) =>
      methods.map((method) => [
        `${routeOf(source)}/${method}`,
        {
          throttlingRateLimit: throttle.ratePerSecond,
          throttlingBurstLimit: throttle.burst,
          loggingLevel: MethodLoggingLevel.ERROR,
          dataTraceEnabled: false,
          metricsEnabled: true,
        },
      ]),
    ),
  );
}
