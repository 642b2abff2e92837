import { parseAddressRange } from '../../lambda/model/address-range.ts';
import { ConfigError } from '../../lambda/model/errors.ts';

/** A managed group's rules may count what they match, or block it. */
export type ManagedRules = 'count' | 'block';

/** What the web ACL does. Each has a default that a production deployment can start with; docs/edge.md says how to go on. */
export interface WafProps {
  /**
   * Whether AWS' managed groups block or only count. Count for a week on real traffic, look at what they matched, then block.
   * @default 'count'
   */
  readonly managedRules?: ManagedRules;
  /**
   * Requests of one address in the window, 10 to 2,000,000,000; what exceeds them is answered 429 until the rate falls. Providers send all of
   * their events from few addresses: too low a number holds events back.
   * @default 2000
   */
  readonly ratePerAddress?: number;
  /**
   * Seconds over which requests of an address are counted. A longer window forgives bursts and reacts later.
   * @default 300
   */
  readonly rateWindowSeconds?: 60 | 120 | 300 | 600;
  /**
   * Addresses or CIDR ranges, IPv4 or IPv6, that get 403 before anything else is looked at, without a record.
   * @default none
   */
  readonly blockedAddresses?: readonly string[];
  /**
   * Countries (ISO 3166, two capital letters) that get 403. A provider's servers may stand in another country than the provider.
   * @default none
   */
  readonly blockedCountries?: readonly string[];
  /**
   * AWS' group against floods of many addresses: it blocks the most suspicious requests during an attack and never challenges, which only a
   * browser could answer. Costs a fee of its own, and obeys `managedRules`.
   * @default false
   */
  readonly antiDdos?: boolean;
  /**
   * KB of each body that WAF looks at; it does not see the rest. More than 16 costs extra per request.
   * @default 16
   */
  readonly bodyInspectionKb?: 16 | 32 | 48 | 64;
  /**
   * Capacity units that the rules may need; a configuration that needs more is not synthesised. AWS charges extra above 1,500 and takes
   * 5,000 at most.
   * @default 1500
   */
  readonly maxCapacity?: number;
}

export type WafSettings = Required<WafProps>;

const defaults: WafSettings = {
  managedRules: 'count',
  ratePerAddress: 2000,
  rateWindowSeconds: 300,
  blockedAddresses: [],
  blockedCountries: [],
  antiDdos: false,
  bodyInspectionKb: 16,
  maxCapacity: 1500,
};

/** Most capacity units of a web ACL. https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html (2026-11-24) */
const hardestCapacity = 5000;

/**
 * The properties with every default filled in.
 * @throws ConfigError for values that WAF would refuse, or that would block everybody.
 */
export function wafSettings(props: WafProps = {}): WafSettings {
  const settings = { ...defaults, ...props };
  const problems = [
    ...whole('ratePerAddress', settings.ratePerAddress, 10, 2_000_000_000),
    ...whole('maxCapacity', settings.maxCapacity, 1, hardestCapacity),
    ...settings.blockedAddresses
      .filter((text) => (parseAddressRange(text)?.prefix ?? 0) === 0)
      .map((text) => `waf.blockedAddresses: "${text}" is refused: use an address or a CIDR, no /0`),
    ...settings.blockedCountries
      .filter((country) => !/^[A-Z]{2}$/.test(country))
      .map((country) => `waf.blockedCountries: "${country}" is refused: use codes such as KP`),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

const whole = (name: string, value: number, least: number, most: number): readonly string[] =>
  Number.isInteger(value) && value >= least && value <= most
    ? []
    : [`waf.${name}: ${value} is refused: use a whole number from ${least} to ${most}`];
