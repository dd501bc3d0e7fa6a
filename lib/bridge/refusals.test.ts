import { expect, it } from 'vitest';
import { causeOf } from './refusals';

it.each<[ReturnType<typeof causeOf>, string]>([
  [
    'pop_off',
    '[SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.',
  ],
  ['pop_off', 'POP3 access is disabled for this user'],
  [
    'app_password',
    '[AUTH] Application-specific password required: https://support.google.com/accounts/answer/185833',
  ],
  ['provider_sign_in', '[AUTH] Web login required: https://support.google.com/mail/answer/78754'],
  ['provider_sign_in', 'Logon failure: basic authentication is disabled'],
  ['token_expired', '{"status":"invalid_token","schemes":"bearer"}'],
  ['token_expired', '{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}'],
  ['locked', '[AUTH] Account is temporarily locked'],
  ['locked', 'user account disabled'],
  ['quota', '[SYS/TEMP] Account exceeded command or bandwidth limits.'],
  ['quota', 'mailbox is over quota'],
  ['login_delay', 'minimum time between mail checks violation'],
  // RFC 1939 §7
  ['unknown_user', 'sorry, no mailbox for frated here'],
  ['unknown_user', '[AUTH] no such user'],
  // These name both, or neither: nothing is claimed.
  [null, '[AUTH] Authentication failed.'],
  [null, 'invalid user name or password'],
  [null, 'Unknown username or password'],
  [null, 'maildrop already locked'],
  [null, 'Mailbox is locked by another POP3 session'],
  [null, ''],
])('%s: %s', (cause, said) => {
  expect(causeOf(said, null)).toBe(cause);
});

it('a response code says it without words', () => {
  expect(causeOf('wait', 'LOGIN-DELAY')).toBe('login_delay');
  expect(causeOf('[IN-USE] account is locked', 'IN-USE')).toBeNull();
});
