import type { App } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { ConfigError } from '../lambda/model/errors.ts';
import type { DomainProps, MutualTls } from './ingress/domain.ts';

/** A domain in plain values, as the command line gives them. */
export interface DomainContext {
  readonly name: string;
  readonly certificateArn?: string;
  readonly hostedZone?: { readonly hostedZoneId: string; readonly zoneName: string };
  readonly mutualTls?: MutualTls;
}

/** THE table of context values: what each must look like, and what to write instead. */
const values = {
  domain: {
    form: /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    expected: 'a lower-case name such as hooks.example.com',
  },
  hostedZoneId: { form: /^Z[A-Z0-9]{1,31}$/, expected: 'the id of a zone such as Z1D633PJN98FT9' },
  hostedZoneName: {
    form: /^[a-z0-9.-]+[a-z]$/,
    expected: 'the name of the zone such as example.com',
  },
  certificateArn: {
    form: /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/,
    expected: 'the ARN of a certificate in ACM of the same Region',
  },
  truststore: {
    form: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/[^#]+#[^#\s]+$/,
    expected:
      'BUCKET/KEY#VERSION with the version id of the file: without it a changed truststore takes no effect',
  },
} as const;

type Name = keyof typeof values;
type Given = Readonly<Partial<Record<Name, string>>>;

/**
 * The domain from `-c domain=… -c hostedZoneId=… -c hostedZoneName=… -c certificateArn=… -c truststore=BUCKET/KEY#VERSION`; undefined where
 * none is named.
 * @throws ConfigError with a line for each value that cannot be used.
 */
export function domainOf(app: App): DomainContext | undefined {
  const names = Object.keys(values) as Name[];
  const given: Given = Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = app.node.tryGetContext(name);
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
  const malformed = names.flatMap((name) => malformedLine(name, given[name]));
  const problems = malformed.length > 0 ? malformed : unfitLines(given);
  if (problems.length > 0) throw new ConfigError(problems);
  return given.domain === undefined ? undefined : contextOf(given.domain, given);
}

function malformedLine(name: Name, value: string | undefined): readonly string[] {
  const { form, expected } = values[name];
  return value === undefined || form.test(value)
    ? []
    : [`context ${name}: "${value}" is refused: use ${expected}`];
}

/** Values that are right by themselves and do not fit together. */
function unfitLines({ domain, ...others }: Given): readonly string[] {
  const [first] = Object.keys(others);
  if (domain === undefined)
    return first === undefined ? [] : [`context ${first}: there is no domain: add -c domain=NAME`];
  const { hostedZoneId, hostedZoneName, certificateArn } = others;
  if ((hostedZoneId === undefined) !== (hostedZoneName === undefined))
    return ['context hostedZoneId: give it together with hostedZoneName'];
  if (hostedZoneName !== undefined && !`.${domain}`.endsWith(`.${hostedZoneName}`))
    return [`context hostedZoneName: ${domain} does not lie in zone ${hostedZoneName}`];
  return hostedZoneId === undefined && certificateArn === undefined
    ? [
        `context domain: nothing proves ${domain}: add -c certificateArn=ARN, or hostedZoneId and hostedZoneName`,
      ]
    : [];
}

function contextOf(name: string, given: Given): DomainContext {
  const { hostedZoneId, hostedZoneName: zoneName, certificateArn, truststore } = given;
  return {
    name,
    ...(certificateArn && { certificateArn }),
    ...(hostedZoneId && zoneName && { hostedZone: { hostedZoneId, zoneName } }),
    ...(truststore && { mutualTls: truststoreOf(truststore) }),
  };
}

function truststoreOf(text: string): MutualTls {
  const [path = '', version = ''] = text.split('#');
  const slash = path.indexOf('/');
  return { truststoreBucket: path.slice(0, slash), key: path.slice(slash + 1), version };
}

/** The domain as the constructs take it, its certificate and zone imported into `scope`. */
export function domainIn(scope: Construct, context: DomainContext): DomainProps {
  const { name, certificateArn, hostedZone, mutualTls } = context;
  return {
    name,
    ...(certificateArn && {
      certificate: Certificate.fromCertificateArn(scope, 'DomainCertificate', certificateArn),
    }),
    ...(hostedZone && {
      hostedZone: HostedZone.fromHostedZoneAttributes(scope, 'DomainZone', hostedZone),
    }),
    ...(mutualTls && { mutualTls }),
  };
}
