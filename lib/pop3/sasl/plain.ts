import { text } from '../commands';
import { askedAgain, utf8 } from './encoding';
import type { Mechanism, PasswordCredentials } from './mechanism';

/**
 * PLAIN (RFC 4616 §2). Name and password go as typed: preparing them is the server's part.
 * @throws Pop3ArgumentError
 */
export function plain({ username, password }: PasswordCredentials): Mechanism {
  const initial = utf8(`\0${text('AUTH', 'name', username)}\0${text('AUTH', 'password', password)}`);
  let asked = false;
  return {
    name: 'PLAIN',
    initial,
    secrets: [password],
    complete: true,
    explanation: null,
    async respond() {
      // Some servers ask although the response came along with AUTH: they get it once more, and only once.
      if (asked) throw askedAgain();
      asked = true;
      return initial;
    },
  };
}
