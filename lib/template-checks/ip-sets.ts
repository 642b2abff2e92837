import { parseAddressRange } from '../../lambda/model/address-range.ts';
import { type Json, listOf, resourcesOf, type Template } from './template.ts';
import type { Problem } from './template-check.ts';

interface Member {
  readonly logicalId: string;
  readonly property: string;
  readonly version: Json | undefined;
  readonly text: string;
}

/** Addresses of all IP sets that stand in the template as text. */
const membersOf = (template: Template): readonly Member[] =>
  resourcesOf(template, 'AWS::WAFv2::IPSet').flatMap(({ id, properties }) =>
    listOf(properties['Addresses']).flatMap((text, index) =>
      typeof text === 'string'
        ? [
            {
              logicalId: id,
              property: `Properties.Addresses.${index}`,
              version: properties['IPAddressVersion'],
              text,
            },
          ]
        : [],
    ),
  );

/** Sets of all addresses there are. https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html (2026-11-24) */
export const wholeInternet = (template: Template): readonly Problem[] =>
  membersOf(template)
    .filter(({ text }) => parseAddressRange(text)?.prefix === 0)
    .map(({ logicalId, property, text }) => ({
      logicalId,
      property,
      what: 'WAF takes no range of all addresses',
      found: text,
      expected: 'a prefix of 1 or more',
      remedy: 'Name the ranges of the sender, or leave the source without an allow list',
    }));

/** IPv6 in a set of IPv4, or the other way round. https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html (2026-11-24) */
export const otherFamily = (template: Template): readonly Problem[] =>
  membersOf(template).flatMap(({ logicalId, property, version, text }) => {
    const family = parseAddressRange(text)?.family;
    if (family === undefined || version === undefined || version === family.toUpperCase())
      return [];
    return [
      {
        logicalId,
        property,
        what: `the set is of ${version}`,
        found: text,
        expected: `a range of ${version}`,
        remedy: 'Put IPv4 and IPv6 into sets of their own',
      },
    ];
  });

/** What is no CIDR block; WAF takes no bare address. https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html (2026-11-24) */
export const noRanges = (template: Template): readonly Problem[] =>
  membersOf(template)
    .filter(({ text }) => parseAddressRange(text) === undefined || !text.includes('/'))
    .map(({ logicalId, property, text }) => ({
      logicalId,
      property,
      what: 'WAF takes CIDR blocks alone',
      found: text,
      expected: 'an address, a slash and a prefix: 192.0.2.44/32',
      remedy: 'Correct the range',
    }));
