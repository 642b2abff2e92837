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
])('tests notice the loss of %s', (_name, file, find, replace) => {
  expect(copy.passes(['test/console'], { file, find, replace })).toBe(false);
});
