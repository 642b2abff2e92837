import { type Copy, copyForMutation } from './support/mutant.ts';

/* Takes out one safeguard of the console at a time, in a copy, and demands that the tests notice. */

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

const access = 'cli/console/access.ts';

test('the copy passes while nothing is taken out', () => {
  expect(copy.passes(['test/console'])).toBe(true);
});

test.each([
  ['the check of the host name', access, "!names.includes(headers.host ?? '')", 'false'],
  ['the check of the origin', access, 'if (origin !== undefined &&', "if (origin === '' &&"],
  [
    'the check of what the browser says',
    access,
    "return site !== 'same-origin' && site !== 'none' && !isLink;",
    'return false && isLink && site;',
  ],
  [
    'the cookie',
    access,
    '!isSame(cookieIn(headers.cookie, cookieName), session)',
    "cookieName === ''",
  ],
  ['the comparison of the token', access, 'isSame(request.token, token)', "token !== ''"],
  ['the cookie that scripts cannot read', access, ' HttpOnly;', ''],
  ['the cookie that other sites cannot send', access, ' SameSite=Strict', ' SameSite=None'],
  ['the header of a change', access, "headers[ownHeader] !== '1'", 'false'],
  ['the origin of a change', access, 'headers.origin === undefined ||', ''],
  [
    'the content type of a change',
    access,
    "headers['content-type'] === 'application/json'",
    'true',
  ],
  [
    'the policy against scripts of others',
    'cli/console/listener.ts',
    "default-src 'none'; script-src 'self';",
    "default-src 'self' 'unsafe-inline';",
  ],
  ['the read-only console', 'cli/console/api.ts', 'if (!mayWrite)', 'if (mayWrite === undefined)'],
  [
    'the blanking of a secret in a body',
    'cli/console/secret-in-body.ts',
    'left = blanked(left, form)',
    'left = form === "" ? blanked(left, form) : left',
  ],
  [
    'the refusal to show what may hold an unknown secret',
    'cli/console/secret-in-body.ts',
    'return left.equals(bytes)',
    'return left.length < 0',
  ],
  [
    'the form of a record id',
    'cli/record-id.ts',
    'return destination === undefined || destination === waiterId || destinationId.test(destination);',
    'return destination !== waiterId || destinationId.test(destination);',
  ],
  [
    'the line between ways and other deliveries',
    'cli/console/record-detail.ts',
    '&& one.destination === undefined',
    '',
  ],
  [
    'the query for ways alone',
    'cli/console/record-detail.ts',
    'await reader.waysOf(pk)',
    '(await reader.deliveriesOf(pk, 100)).filter(({ destination }) => destination !== undefined)',
  ],
  [
    'the tenant of a live list',
    'cli/record-filter.ts',
    '  isOfTenant(record, filter) &&\n  says(',
    '  says(',
  ],
  [
    'the bound on tenants',
    'cli/console/receiver-view.ts',
    'if (found.push(tenant) > mostTenants) break;',
    'found.push(tenant);',
  ],
  [
    'the age of a way among failures',
    'cli/record-id.ts',
    'decodeTime(id.slice(0, 26))',
    'decodeTime(id)',
  ],
  [
    'the digest that stays on the server',
    'cli/callback-state.ts',
    'expiresAt: toIso(expiresAtMs),',
    'expiresAt: digest,',
  ],
])('tests notice the loss of %s', (_name, file, find, replace) => {
  expect(copy.passes(['test/console'], { file, find, replace })).toBe(false);
});
