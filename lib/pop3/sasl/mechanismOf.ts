import { cramMd5 } from './cramMd5';
import { login } from './login';
import {
  type Credentials,
  type InTurn,
  type Md5,
  type Mechanism,
  type MechanismName,
  type PasswordCredentials,
  Pop3Declined,
  type TokenCredentials,
} from './mechanism';
import { oauthBearer, xoauth2 } from './oauth';
import { plain } from './plain';
import { freshNonce, scram } from './scram';

/**
 * The mechanism, ready for one login.
 * @throws Pop3ArgumentError when it cannot carry these credentials; Pop3Declined when it takes others.
 */
export function mechanismOf(
  name: MechanismName,
  credentials: Credentials,
  md5: Md5 | undefined,
  inTurn?: InTurn,
): Mechanism {
  switch (name) {
    case 'PLAIN':
      return plain(passwordOf(credentials));
    case 'LOGIN':
      return login(passwordOf(credentials));
    case 'SCRAM-SHA-1':
      return scram('SHA-1', passwordOf(credentials), freshNonce(), inTurn);
    case 'SCRAM-SHA-256':
      return scram('SHA-256', passwordOf(credentials), freshNonce(), inTurn);
    case 'CRAM-MD5':
      return cramMd5(passwordOf(credentials), md5Of(md5));
    case 'XOAUTH2':
      return xoauth2(tokenOf(credentials));
    case 'OAUTHBEARER':
      return oauthBearer(tokenOf(credentials));
  }
}

/** @throws Pop3Declined when there is a token instead. */
export function passwordOf(credentials: Credentials): PasswordCredentials {
  if ('password' in credentials) return credentials;
  throw new Pop3Declined('This way to log in takes a password, and the account has a token.');
}

/** @throws Pop3Declined */
export function md5Of(md5: Md5 | undefined): Md5 {
  if (md5 === undefined) throw new Pop3Declined('This way to log in needs MD5, which was not brought along.');
  return md5;
}

function tokenOf(credentials: Credentials): TokenCredentials {
  if ('token' in credentials) return credentials;
  throw new Pop3Declined('This way to log in takes a token, and the account has a password.');
}
