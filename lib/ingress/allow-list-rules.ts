import { CfnIPSet, type CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { parseAddressRange } from '../../lambda/model/address-range.ts';
import { routeBaseOf, routeOf, type Source } from '../../lambda/model/source.ts';
import { capacityOf } from './web-acl-capacity.ts';
import type { AllowListRule } from './web-acl-rules.ts';

type Statement = CfnWebACL.StatementProperty;

/** Capacity units up to which each source gets a rule of its own: 15 sources. What is left of 1,500 belongs to the managed groups. */
const capacityForRules = 510;

/** Most characters of a regular expression. https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html (2026-11-24) */
const longestRegex = 512;

/**
 * One rule for each source with an allow list. Where there are too many, one for all of them over the union of their addresses:
 * an address of one then passes at the path of another, and the function, which checks each source's own list, refuses it.
 */
export function allowListRules(
  scope: Construct,
  sources: readonly Source[],
): readonly AllowListRule[] {
  const listed = sources.filter(({ allowList = [] }) => allowList.length > 0);
  const own = listed.map((source) => [source, onPathOf(source)] as const);
  // Each rule needs its path and at most a set of each family.
  const capacity = own.reduce((sum, [, path]) => sum + capacityOf(path) + 2, 0);
  if (capacity <= capacityForRules) {
    return own.map(([{ id, allowList = [] }, path]) => ({
      name: `AllowList-${id}`,
      paths: [path],
      ipSetArns: ipSetArns(scope, id, allowList),
    }));
  }
  const union = [...new Set(listed.flatMap(({ allowList = [] }) => allowList))];
  return [
    {
      name: 'AllowLists',
      paths: onPathsOf(listed),
      ipSetArns: ipSetArns(scope, 'AllowLists', union),
    },
  ];
}

/** Sets of these addresses; WAF keeps IPv4 and IPv6 apart. */
export function ipSetArns(
  scope: Construct,
  id: string,
  addresses: readonly string[],
): readonly string[] {
  const ranges = addresses.map(parseAddressRange).filter((range) => range !== undefined);
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const members = ranges.filter((range) => range.family === family);
    if (members.length === 0) return [];
    const version = family === 'ipv4' ? 'IPV4' : 'IPV6';
    const set = new CfnIPSet(scope, `${id}-${version}`, {
      scope: 'REGIONAL',
      ipAddressVersion: version,
      addresses: members.map(({ address, prefix }) => `${address}/${prefix}`),
    });
    return [set.attrArn];
  });
}

/** A path is compared in its plain form, with or without the stage in front. A bypass only loses this layer: the function checks by the matched route. */
const textTransformations = ['URL_DECODE', 'NORMALIZE_PATH', 'LOWERCASE'].map((type, priority) => ({
  type,
  priority,
}));

function onPathOf(source: Source): Statement {
  const base = routeBaseOf(source);
  const isWhole = base === routeOf(source);
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: isWhole ? 'ENDS_WITH' : 'CONTAINS',
      searchString: isWhole ? base : `${base}/`,
      textTransformations,
    },
  };
}

/** The paths of these sources, in as few expressions as their length allows. */
function onPathsOf(sources: readonly Source[]): readonly Statement[] {
  const byRoot = Map.groupBy(sources, (source) => routeOf(source).split('/')[1] ?? '');
  return [...byRoot].flatMap(([root, own]) =>
    regexesOf(
      root,
      own.map(({ id }) => id),
    ).map((regexString) => ({
      regexMatchStatement: { fieldToMatch: { uriPath: {} }, regexString, textTransformations },
    })),
  );
}

function regexesOf(root: string, ids: readonly string[]): readonly string[] {
  const regexOf = (alternatives: readonly string[]) => `/${root}/(${alternatives.join('|')})(/|$)`;
  const groups: string[][] = [];
  for (const id of ids) {
    const last = groups.at(-1);
    if (last !== undefined && regexOf([...last, id]).length <= longestRegex) last.push(id);
    else groups.push([id]);
  }
  return groups.map(regexOf);
}
