import { type Copy, copyForMutation, sliceOf } from './support/mutant.ts';

/* Takes out one safeguard of the console at a time, in a copy, and demands that the tests notice. */

let copy: Copy;
beforeAll(() => {
  copy = copyForMutation();
});
afterAll(() => copy.remove());

const access = 'cli/console/access.ts';

test.each(
  sliceOf([
    [
      'the check of the host name',
      'access',
      access,
      "!names.includes(headers.host ?? '')",
      'false',
    ],
    [
      'the check of the origin',
      'access',
      access,
      'if (origin !== undefined &&',
      "if (origin === '' &&",
    ],
    [
      'the check of what the browser says',
      'access',
      access,
      "return site !== 'same-origin' && site !== 'none' && !isLink;",
      'return false && isLink && site;',
    ],
    [
      'the cookie',
      'access',
      access,
      '!isSame(cookieIn(headers.cookie, cookieName), session)',
      "cookieName === ''",
    ],
    [
      'the comparison of the token',
      'access',
      access,
      'isSame(request.token, token)',
      "token !== ''",
    ],
    ['the cookie that scripts cannot read', 'access', access, ' HttpOnly;', ''],
    [
      'the cookie that other sites cannot send',
      'access',
      access,
      ' SameSite=Strict',
      ' SameSite=None',
    ],
    ['the header of a change', 'access', access, "headers[ownHeader] !== '1'", 'false'],
    ['the origin of a change', 'access', access, 'headers.origin === undefined ||', ''],
    [
      'the content type of a change',
      'access',
      access,
      "headers['content-type'] === 'application/json'",
      'true',
    ],
    [
      'the policy against scripts of others',
      'access',
      'cli/console/listener.ts',
      "default-src 'none'; script-src 'self';",
      "default-src 'self' 'unsafe-inline';",
    ],
    [
      'the read-only console',
      'read-only',
      'cli/console/api.ts',
      'if (!mayWrite)',
      'if (mayWrite === undefined)',
    ],
    [
      'the blanking of a secret in a body',
      'secret-in-body',
      'cli/console/secret-in-body.ts',
      'left = blanked(left, form)',
      'left = form === "" ? blanked(left, form) : left',
    ],
    [
      'the refusal to show what may hold an unknown secret',
      'secret-in-body',
      'cli/console/secret-in-body.ts',
      'return left.equals(bytes)',
      'return left.length < 0',
    ],
    [
      'the form of a record id',
      'ways',
      'cli/record-id.ts',
      'return destination === undefined || destination === waiterId || destinationId.test(destination);',
      'return destination !== waiterId || destinationId.test(destination);',
    ],
    [
      'the line between ways and other deliveries',
      'ways',
      'cli/console/record-detail.ts',
      '&& one.destination === undefined',
      '',
    ],
    [
      'the query for ways alone',
      'ways',
      'cli/console/record-detail.ts',
      'await reader.waysOf(pk)',
      '(await reader.deliveriesOf(pk, 100)).filter(({ destination }) => destination !== undefined)',
    ],
    [
      'the tenant of a live list',
      'tenants',
      'cli/record-filter.ts',
      '  isOfTenant(record, filter) &&\n  says(',
      '  says(',
    ],
    [
      'the bound on tenants',
      'tenants',
      'cli/console/receiver-view.ts',
      'if (found.push(tenant) > mostTenants) break;',
      'found.push(tenant);',
    ],
    [
      'the age of a way among failures',
      'ways',
      'cli/record-id.ts',
      'decodeTime(id.slice(0, 26))',
      'decodeTime(id)',
    ],
    [
      'the digest that stays on the server',
      'callbacks',
      'cli/callback-state.ts',
      'expiresAt: toIso(expiresAtMs),',
      'expiresAt: digest,',
    ],
  ] as const),
)('tests notice the loss of %s', (_name, tests, file, find, replace) => {
  expect(copy.passes([`test/console/${tests}`], { file, find, replace })).toBe(false);
});

test('what failed passes while nothing is taken out', () => {
  expect(copy.failedByMutationAlone()).toBe(true);
});
