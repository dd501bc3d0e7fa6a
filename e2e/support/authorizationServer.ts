import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';

/** What it is asked to do wrong, one thing at a time. */
export type Fault = 'nonce' | 'issuer' | 'no refresh token' | 'html' | 'invalid_client' | 'long token';

export interface AuthorizationServer {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** PEM, of its certificate's authority. */
  authority: string;
  /** For `POSTBAG_ALLOW_PRIVATE_WEB`. */
  allowed: string;
  /** For Dovecot: `http://…?token=`. */
  introspection: string;
  /** The entry of `POSTBAG_OAUTH_PROVIDERS`. */
  settings(more: { id: string; name: string; hosts: string[]; scopes?: string[] }): Record<string, unknown>;
  /** Does what a person does on its page, and says where that leads. */
  consent(url: string, decision: { user: string; agree: boolean }): Promise<URL>;
  /** The person withdraws what was permitted: neither token is worth anything from here on. */
  withdraw(user: string): void;
  /** Access tokens are over; refresh tokens hold. */
  endAccess(): void;
  fault: Fault | null;
  /** Grants by their type, in order. */
  readonly grants: string[];
  close(): Promise<void>;
}

interface Code {
  user: string;
  challenge: string;
  redirectUri: string;
  nonce: string | null;
  scope: string;
}

/**
 * A small authorization server on loopback: authorization code with PKCE (RFC 6749, 7636), refresh tokens that change
 * with each use and of which an old one ends all (RFC 9700 §4.14), ID tokens (OIDC Core), `iss` in the answer (RFC 9207)
 * and introspection (RFC 7662). It is strict: what is not exactly as it was registered is refused.
 *
 * @param back the one address to which it leads back
 */
export async function startAuthorizationServer(back: string): Promise<AuthorizationServer> {
  const { authority, certificate, key } = await issueCertificate({ names: [...loopbackNames] });
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [clientId, clientSecret] = ['postbag at loopback', 's/ecret + of %loopback'];
  const codes = new Map<string, Code>();
  const access = new Map<string, { user: string; until: number }>();
  const refresh = new Map<string, { user: string; used: boolean; scope: string }>();
  const random = () => randomBytes(24).toString('base64url');
  let issuer = '';

  const refuse = (error: string, description: string) => ({
    status: 400,
    error,
    error_description: description,
  });
  const tokens = (user: string, scope: string, nonce: string | null) => {
    const [accessToken, refreshToken] = [
      random() + (server.fault === 'long token' ? randomBytes(3500).toString('base64url') : ''),
      random(),
    ];
    access.set(accessToken, { user, until: Date.now() + 3600_000 });
    refresh.set(refreshToken, { user, used: false, scope });
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: issuer,
      sub: createHash('sha256').update(user).digest('hex'),
      aud: clientId,
      iat: now,
      exp: now + 300,
      email: user,
      ...(nonce !== null && { nonce: server.fault === 'nonce' ? 'another' : nonce }),
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
    const idToken = `${text}.${sign('sha256', Buffer.from(text), signing.privateKey).toString('base64url')}`;
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3600,
      scope,
      ...(server.fault !== 'no refresh token' && { refresh_token: refreshToken }),
      ...(nonce !== null && { id_token: idToken }),
    };
  };
  const drop = (user: string) => {
    for (const table of [access, refresh])
      for (const [token, about] of table) if (about.user === user) table.delete(token);
  };

  function exchange(form: URLSearchParams) {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!code) return refuse('invalid_grant', 'The code is unknown or was used.');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return refuse('invalid_grant', 'The verifier does not fit.');
    if (form.get('redirect_uri') !== code.redirectUri)
      return refuse('invalid_grant', 'Another redirect_uri.');
    return tokens(code.user, code.scope, code.nonce);
  }

  function renew(form: URLSearchParams) {
    const known = refresh.get(form.get('refresh_token') ?? '');
    if (!known) return refuse('invalid_grant', 'Token has been expired or revoked.');
    if (known.used) {
      drop(known.user);
      return refuse('invalid_grant', 'The token was used before.');
    }
    known.used = true;
    return tokens(known.user, known.scope, null);
  }

  const onToken = async (request: IncomingMessage) => {
    const form = new URLSearchParams(await bodyOf(request));
    const shown = [clientId, clientSecret].map(formEncoded).join(':');
    const basic = `Basic ${Buffer.from(shown).toString('base64')}`;
    const isClient =
      request.headers.authorization === basic ||
      (form.get('client_id') === clientId && form.get('client_secret') === clientSecret);
    server.grants.push(form.get('grant_type') ?? '');
    if (!isClient || server.fault === 'invalid_client')
      return { ...refuse('invalid_client', 'No such client.'), status: 401 };
    if (form.get('grant_type') === 'authorization_code') return exchange(form);
    return form.get('grant_type') === 'refresh_token' ? renew(form) : refuse('unsupported_grant_type', '');
  };

  /** What was asked of the person: null where the request is not one that may lead anywhere. */
  const askedOf = (query: URLSearchParams) => {
    const one = (name: string) => (query.getAll(name).length === 1 ? query.get(name) : null);
    const fits =
      one('client_id') === clientId &&
      one('redirect_uri') === back &&
      one('response_type') === 'code' &&
      one('code_challenge_method') === 'S256' &&
      /^[\w-]{43}$/.test(one('code_challenge') ?? '');
    return fits ? { state: one('state'), nonce: one('nonce'), scope: one('scope') ?? '', query } : null;
  };

  const decide = (query: URLSearchParams, user: string, agree: boolean): URL => {
    const asked = askedOf(query);
    if (!asked) throw new Error('The authorization request does not fit.');
    const to = new URL(back);
    if (agree) {
      const code = random();
      const nonce = asked.scope.split(' ').includes('openid') ? asked.nonce : null;
      codes.set(code, {
        user,
        challenge: query.get('code_challenge') ?? '',
        redirectUri: back,
        nonce,
        scope: asked.scope,
      });
      to.searchParams.set('code', code);
    } else {
      to.searchParams.set('error', 'access_denied');
      to.searchParams.set('error_description', 'The resource owner denied the request.');
    }
    if (asked.state !== null) to.searchParams.set('state', asked.state);
    to.searchParams.set('iss', server.fault === 'issuer' ? 'https://another.example' : issuer);
    return to;
  };

  const onRequest: RequestListener = async (request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    if (url.pathname === '/token' && request.method === 'POST') {
      const { status = 200, ...answer } = (await onToken(request)) as { status?: number };
      if (server.fault === 'html')
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Sorry</p>');
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } else if (url.pathname === '/authorize' && request.method === 'GET' && askedOf(url.searchParams)) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(url.searchParams));
    } else if (url.pathname === '/decision' && request.method === 'POST') {
      const form = new URLSearchParams(await bodyOf(request));
      const query = new URLSearchParams(form.get('query') ?? '');
      const to = decide(query, form.get('user') ?? '', form.get('agree') === 'yes');
      response.writeHead(302, { location: to.href }).end();
    } else response.writeHead(400).end('This is no request of a registered client.');
  };
  const onIntrospection: RequestListener = (request, response) => {
    const known = access.get(new URL(request.url ?? '/', 'http://loopback').searchParams.get('token') ?? '');
    const active = known !== undefined && known.until > Date.now();
    const answer = active ? { active, username: known.user, scope: 'mail' } : { active: false };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };

  const secure = createSecure({ cert: certificate, key }, onRequest);
  const plain = createPlain(onIntrospection);
  issuer = `https://localhost:${await listening(secure)}`;
  const introspection = `http://127.0.0.1:${await listening(plain)}/introspect?token=`;
  const server: AuthorizationServer = {
    issuer,
    clientId,
    clientSecret,
    authority,
    allowed: new URL(issuer).host,
    introspection,
    settings: ({ scopes = ['openid', 'mail', 'offline_access'], ...more }) => ({
      ...more,
      clientId,
      clientSecret,
      authorization: `${issuer}/authorize`,
      token: `${issuer}/token`,
      scopes,
      issuer,
    }),
    async consent(url, { user, agree }) {
      return decide(new URL(url).searchParams, user, agree);
    },
    withdraw: drop,
    endAccess: () => access.clear(),
    fault: null,
    grants: [],
    async close() {
      for (const each of [secure, plain]) {
        each.closeAllConnections();
        await new Promise((done) => each.close(done));
      }
    },
  };
  return server;
}

/** RFC 6749 §2.3.1: form-encoded, and only then joined by a colon. */
const formEncoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);

function page(query: URLSearchParams): string {
  const attribute = (text: string) => text.replace(/[&"<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return `<!doctype html><title>Sign in</title><h1>Loopback accounts</h1>
<form method="post" action="/decision">
<input type="hidden" name="query" value="${attribute(query.toString())}">
<label>Account <input name="user" value="${attribute(query.get('login_hint') ?? '')}"></label>
<button name="agree" value="yes">Allow</button> <button name="agree" value="no">Deny</button>
</form>`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}
