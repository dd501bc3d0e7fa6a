import { text } from '../commands';
import { askedAgain, utf8 } from './encoding';
import type { Mechanism, PasswordCredentials } from './mechanism';

/**
 * LOGIN (draft-murchison-sasl-login-00): the name for the first challenge, the password for the second. The words of
 * the challenges differ from server to server and are not read.
 * @throws Pop3ArgumentError
 */
export function login({ username, password }: PasswordCredentials): Mechanism {
  const answers = [utf8(text('AUTH', 'name', username)), utf8(text('AUTH', 'password', password))];
  return {
    name: 'LOGIN',
    initial: null,
    secrets: [password],
    get complete() {
      return answers.length === 0;
    },
    explanation: null,
    async respond() {
      const answer = answers.shift();
      if (answer === undefined) throw askedAgain();
      return answer;
    },
  };
}
