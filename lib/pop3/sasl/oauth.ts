import { text } from '../commands';
import { Pop3ArgumentError } from '../errors';
import { askedAgain, fromBase64, utf8 } from './encoding';
import type { Mechanism, TokenCredentials } from './mechanism';
import { saslName } from './scram';

/**
 * XOAUTH2, as Google and Microsoft describe it: the token in one response, and an error as a challenge in JSON that
 * wants an empty answer before the -ERR comes.
 * @throws Pop3ArgumentError
 */
export function xoauth2(credentials: TokenCredentials): Mechanism {
  const { username, token } = checked(credentials);
  return bearer('XOAUTH2', utf8(`user=${username}\x01auth=Bearer ${token}\x01\x01`), token, new Uint8Array());
}

/**
 * OAUTHBEARER (RFC 7628 §3). After an error the client says one octet 0x01 (§3.2.3), and then the -ERR comes.
 * @throws Pop3ArgumentError
 */
export function oauthBearer(credentials: TokenCredentials): Mechanism {
  const { username, token, host, port } = checked(credentials);
  const place = `${host === undefined ? '' : `host=${host}\x01`}${port === undefined ? '' : `port=${port}\x01`}`;
  const initial = utf8(`n,a=${saslName(username)},\x01${place}auth=Bearer ${token}\x01\x01`);
  return bearer('OAUTHBEARER', initial, token, Uint8Array.of(1));
}

function bearer(
  name: 'XOAUTH2' | 'OAUTHBEARER',
  initial: Uint8Array,
  token: string,
  farewell: Uint8Array,
): Mechanism {
  let asked = false;
  let explanation: Uint8Array | null = null;
  return {
    name,
    initial,
    secrets: [token],
    get complete() {
      return explanation === null;
    },
    get explanation() {
      return explanation;
    },
    async respond(challenge) {
      if (challenge === '' && !asked) {
        asked = true;
        return initial;
      }
      if (challenge === '' || explanation !== null) throw askedAgain();
      // What cannot be decoded is shown as it came: it will not be obeyed.
      explanation = fromBase64(challenge) ?? utf8(challenge);
      return farewell;
    },
  };
}

/** An octet 0x01 parts the fields: inside one it would begin another, such as a second `auth=`. */
function checked(credentials: TokenCredentials): TokenCredentials {
  const { username, token, host } = credentials;
  for (const [what, value] of [
    ['name', username],
    ['host', host ?? 'none'],
  ] as const) {
    if (text('AUTH', what, value).includes('\x01')) {
      throw new Pop3ArgumentError('AUTH', `the ${what} holds a control character.`);
    }
  }
  // RFC 6750 §2.1 allows less; tokens in the wild keep to printable ASCII.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new Pop3ArgumentError('AUTH', 'the token is empty or holds something other than printable ASCII.');
  }
  return credentials;
}
