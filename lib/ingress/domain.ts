import {
  BasePathMapping,
  type CfnDomainName,
  DomainName,
  EndpointAccessMode,
  EndpointType,
  IpAddressType,
  type RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import {
  Certificate,
  CertificateValidation,
  type ICertificate,
} from 'aws-cdk-lib/aws-certificatemanager';
import { AaaaRecord, ARecord, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ConfigError } from '../../lambda/model/errors.ts';

/** A name of your own for the API. */
export interface DomainProps {
  /** Lower-case host name, such as `hooks.example.com`. */
  readonly name: string;
  /**
   * Its certificate, in ACM of the same Region.
   * @default a new one that ACM validates and renews through `hostedZone`
   */
  readonly certificate?: ICertificate;
  /**
   * Route 53 zone that gets the A and AAAA records.
   * @default none: point a CNAME at the stack's output `DomainTarget`
   */
  readonly hostedZone?: IHostedZone;
  /**
   * TLS versions and ciphers. The default takes TLS 1.2 with forward secrecy and 1.3; a policy of 1.3 alone shuts older senders out, so look at
   * `tlsVersion` in the access log first.
   * @default SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09, or TLS_1_2 with `mutualTls`
   */
  readonly securityPolicy?: SecurityPolicy;
  /**
   * Demands a certificate of every sender, on all paths: for a domain whose senders all have one.
   * @default none is asked for
   */
  readonly mutualTls?: MutualTls;
}

/** Where the certificates stand that senders' certificates must descend from: a PEM file in a versioned bucket. */
export interface MutualTls {
  readonly truststoreBucket: string;
  readonly key: string;
  /** Version id of the object: a new truststore takes effect when the version changes here, and not before. */
  readonly version: string;
}

/** TLS 1.2 with forward secrecy, and 1.3. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html (2026-11-24) */
export const defaultSecurityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;

/**
 * What API Gateway negotiates under this policy. Policies of the 2025 family demand an access mode; strict: the host that is asked for must be
 * the one of the TLS handshake.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html (2026-11-24)
 */
export const tlsOf = (securityPolicy: SecurityPolicy) => ({
  securityPolicy,
  ...(isEnhanced(securityPolicy) && { endpointAccessMode: EndpointAccessMode.STRICT }),
});

const isEnhanced = (policy: SecurityPolicy): boolean => policy.startsWith('SecurityPolicy_');

/** The policy of a domain: API Gateway takes mutual TLS with the older policies only. */
export const policyOf = ({ securityPolicy, mutualTls }: DomainProps): SecurityPolicy =>
  securityPolicy ?? (mutualTls === undefined ? defaultSecurityPolicy : SecurityPolicy.TLS_1_2);

/** The API under a name of your own: certificate, name, mapping, and records where the zone is ours to write. */
export class ReceiverDomain extends Construct {
  readonly domainName: DomainName;

  constructor(scope: Construct, id: string, props: DomainProps & { readonly api: RestApi }) {
    super(scope, id);
    refuseUnfit(props);
    const { name, hostedZone, mutualTls, api } = props;
    this.domainName = new DomainName(this, 'Name', {
      domainName: name,
      certificate: props.certificate ?? this.#issue(name, hostedZone),
      endpointType: EndpointType.REGIONAL,
      ...tlsOf(policyOf(props)),
      ...(mutualTls && { mtls: this.#truststore(mutualTls) }),
    });
    // The L2 construct does not offer it; without it the AAAA record would lead nowhere.
    const resource = this.domainName.node.defaultChild as CfnDomainName;
    resource.addPropertyOverride('EndpointConfiguration.IpAddressType', IpAddressType.DUAL_STACK);
    new BasePathMapping(this, 'Mapping', {
      domainName: this.domainName,
      restApi: api,
      stage: api.deploymentStage,
    });
    if (hostedZone !== undefined) this.#point(name, hostedZone);
  }

  #issue(domainName: string, hostedZone: IHostedZone | undefined): Certificate {
    const validation = CertificateValidation.fromDns(hostedZone);
    return new Certificate(this, 'Certificate', { domainName, validation });
  }

  #truststore({ truststoreBucket, key, version }: MutualTls) {
    return { bucket: Bucket.fromBucketName(this, 'Truststore', truststoreBucket), key, version };
  }

  #point(recordName: string, zone: IHostedZone): void {
    const target = RecordTarget.fromAlias(new ApiGatewayDomain(this.domainName));
    // With the final dot Route 53 takes the name as it stands.
    const record = { zone, recordName: `${recordName}.`, target };
    new ARecord(this, 'A', record);
    new AaaaRecord(this, 'Aaaa', record);
  }
}

const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** @throws ConfigError for a domain that a deployment would hang on, or that would protect less than it seems to. */
function refuseUnfit(props: DomainProps): void {
  const { name, certificate, hostedZone, mutualTls, securityPolicy } = props;
  const problems = [
    ...(hostName.test(name) ? [] : [`"${name}" is refused: use a name such as hooks.example.com`]),
    ...(certificate === undefined && hostedZone === undefined
      ? [
          `${name} has neither certificate nor hostedZone: give a certificate, or the zone in which ACM can prove the name`,
        ]
      : []),
    ...(mutualTls !== undefined && mutualTls.version.trim() === ''
      ? ['mutualTls.version is empty: give the version id of the truststore in its bucket']
      : []),
    ...(mutualTls !== undefined && securityPolicy !== undefined && isEnhanced(securityPolicy)
      ? [
          `mutualTls does not go with ${securityPolicy}: API Gateway takes it with TLS_1_2 only; leave securityPolicy out`,
        ]
      : []),
    ...(securityPolicy === SecurityPolicy.TLS_1_0
      ? ['securityPolicy TLS_1_0 is refused: it is broken; use TLS_1_2 or one of 2025']
      : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `domain: ${problem}`));
}
