import { decodeText } from '../crypto/encoding.ts';
import { equalDigests } from '../crypto/equal.ts';
import { digestOf } from '../crypto/hash.ts';
import type { BodyHash, RequiredValue } from '../model/signature-scheme.ts';
import { placeValue } from './place-value.ts';
import { joined, render } from './render.ts';
import { singleValue } from './single-value.ts';
import type { SignedRequest } from './verdict.ts';

/* What must hold beside the signature itself: the body has the digest that is signed, and the request is meant for us. */

interface SideConditions {
  readonly requires?: readonly RequiredValue[];
  readonly bodyHash?: BodyHash;
}

/** Whether all of them hold. */
export const sideConditionsHold = (rules: SideConditions, request: SignedRequest): boolean =>
  bodyHashHolds(rules, request) && isOurs(rules, request);

/** The request with the values that make them hold. */
export const withSideConditions = (rules: SideConditions, request: SignedRequest): SignedRequest =>
  withBodyHash(rules, withRequired(rules, request));

/** Whether the values that name the receiver are ours. What they are compared with is no secret. */
const isOurs = ({ requires = [] }: SideConditions, request: SignedRequest): boolean =>
  requires.every(({ at, equals }) => {
    const found = singleValue(request, at);
    const expected = render(equals, { request });
    return (
      found.kind === 'one' &&
      expected.kind === 'content' &&
      joined(expected.parts) === found.value &&
      found.value !== ''
    );
  });

function bodyHashHolds({ bodyHash }: SideConditions, request: SignedRequest): boolean {
  if (bodyHash === undefined) return true;
  const found = singleValue(request, bodyHash.at);
  const received = found.kind === 'one' ? decodeText(found.value, bodyHash.encoding) : undefined;
  return (
    received !== undefined && equalDigests(received, digestOf(bodyHash.algorithm, [request.body]))
  );
}

function withRequired({ requires = [] }: SideConditions, request: SignedRequest): SignedRequest {
  return requires.reduce((asked, { at, equals }) => {
    const content = render(equals, { request: asked });
    return content.kind === 'content' ? placeValue(asked, at, joined(content.parts)) : asked;
  }, request);
}

function withBodyHash({ bodyHash }: SideConditions, request: SignedRequest): SignedRequest {
  if (bodyHash === undefined) return request;
  const digest = digestOf(bodyHash.algorithm, [request.body]).toString(bodyHash.encoding);
  return placeValue(request, bodyHash.at, digest);
}
