import { text } from '../commands';
import { brokenProtocol } from '../replies';
import { askedAgain, decodeChallenge, utf8 } from './encoding';
import type { Md5, Mechanism, PasswordCredentials } from './mechanism';

/**
 * CRAM-MD5 (RFC 2195 §2). It hides the password from a listener, who can still try guesses at what he heard, and it
 * does not prove that the server knows anything: better than a password in clear, and no more.
 * @throws Pop3ArgumentError
 */
export function cramMd5({ username, password }: PasswordCredentials, md5: Md5): Mechanism {
  const name = text('AUTH', 'name', username);
  const key = utf8(text('AUTH', 'password', password));
  let answered = false;
  return {
    name: 'CRAM-MD5',
    initial: null,
    secrets: [password],
    get complete() {
      return answered;
    },
    explanation: null,
    async respond(challenge) {
      if (answered) throw askedAgain();
      const octets = decodeChallenge(challenge);
      // The answer to nothing would be the same for ever, and open to whoever hears it once.
      if (octets.length === 0)
        throw brokenProtocol('AUTH', 'The server sent an empty challenge for CRAM-MD5.');
      answered = true;
      return utf8(`${name} ${Buffer.from(md5.hmac(key, octets)).toString('hex')}`);
    },
  };
}
