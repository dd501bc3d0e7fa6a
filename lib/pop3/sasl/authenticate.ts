import type { Command } from '../commands';
import { Pop3ArgumentError, Pop3Closed, Pop3ProtocolError, type RefusalClass } from '../errors';
import type { Exchange } from '../exchange';
import { limits, saslLimits } from '../limits';
import { brokenProtocol, latin1, limitPassed } from '../replies';
import { base64, fromBase64 } from './encoding';
import * as lines from './lines';
import { type Mechanism, type MechanismName, Pop3Declined } from './mechanism';

/**
 * When the client's first words go along with AUTH. `fitting`: where the whole line keeps to 255 octets, as RFC 5034
 * §4 has it. `asked`: never, for servers that refuse it. `always`: in a line of any length, for servers that know
 * no other way; they must be told apart beforehand, since the others hang up.
 */
export type Opening = 'fitting' | 'asked' | 'always';

/** Exchange Online hangs up on XOAUTH2 in one line; nobody is known to refuse it in two. */
export function usualOpening(name: MechanismName): Opening {
  return name === 'XOAUTH2' ? 'asked' : 'fitting';
}

/**
 * One AUTH (RFC 5034 §4) from its first line to its end.
 *
 *     AUTH name [initial] ─► ┬─ `+ challenge` ─► response ─┐
 *                            │◄────────────────────────────┘
 *                            ├─ +OK ─► done, if the mechanism is complete; else it is a challenge misspelt
 *                            └─ -ERR ─► refusal
 *
 * `otherwise`: what a refusal without a code means once anything of the credentials has been sent.
 * @throws Pop3Refusal; Pop3Declined and Pop3ArgumentError, behind a `*` for the server if it had asked already;
 * Pop3ProtocolError, after which the session is dead.
 */
export async function authenticate(
  exchange: Exchange,
  mechanism: Mechanism,
  opening: Opening,
  otherwise: RefusalClass,
): Promise<void> {
  const { command, spoken: along } = openingLine(mechanism, opening);
  const { reader } = exchange;
  exchange.hide(...mechanism.secrets);
  if (mechanism.initial !== null) exchange.hide(base64(mechanism.initial));
  const declined = await exchange.turn('AUTH', async () => {
    let spoken = along;
    let longest = command.line.length;
    exchange.send(command);
    for (let challenges = 0; ; challenges++) {
      const status = await reader.status('AUTH').catch((error: unknown) => {
        throw error instanceof Pop3Closed && longest > saslLimits.responseSafeOctets
          ? tooLong(longest)
          : error;
      });
      const ended = status.kind === 'ok' && spoken && mechanism.complete;
      if (ended || status.kind === 'refused') {
        const text =
          mechanism.explanation === null ? status.text : joined(status.text, mechanism.explanation);
        exchange.accept('AUTH', { kind: status.kind, text }, spoken ? otherwise : 'permanent');
        return null;
      }
      if (challenges === saslLimits.challenges)
        throw limitPassed('AUTH', 'count', `more than ${saslLimits.challenges} challenges`);
      const challenge = latin1(status.text).trim();
      if (status.kind === 'ok' && spoken && (challenge === '' || fromBase64(challenge) === null))
        throw brokenProtocol('AUTH', `The server said +OK before ${mechanism.name} was complete.`);
      // Where the client speaks first, what a server writes behind its first `+` is no challenge.
      const asks = mechanism.initial !== null && !spoken;
      const response = await answer(mechanism, asks ? '' : challenge);
      if (response instanceof Error) {
        exchange.send(lines.authCancel());
        if ((await reader.status('AUTH')).kind === 'refused') return response;
        throw brokenProtocol('AUTH', 'The server went on with a login that was cancelled.');
      }
      longest = Math.max(longest, response.line.length);
      exchange.hide(latin1(response.line).trim());
      exchange.send(response);
      spoken = true;
    }
  });
  if (declined !== null) throw declined;
}

/** @throws Pop3ArgumentError when the initial response is too long for any line. */
function openingLine(mechanism: Mechanism, opening: Opening): { command: Command; spoken: boolean } {
  const { name, initial } = mechanism;
  const bare = lines.auth(name);
  if (initial === null) return { command: bare, spoken: false };
  const { line } = lines.authResponse(initial);
  if (opening === 'always')
    return { command: lines.auth(name, initial, limits.saslLineOctets), spoken: true };
  // `AUTH name`, a space in place of its CRLF's two octets, and the response with its own.
  const fits = bare.line.length - 1 + line.length <= limits.commandOctets;
  if (opening === 'asked' || !fits) return { command: bare, spoken: false };
  return { command: lines.auth(name, initial), spoken: true };
}

/** What to send, or why nothing is sent although the server may be honest. */
async function answer(
  mechanism: Mechanism,
  challenge: string,
): Promise<Command | Pop3Declined | Pop3ArgumentError> {
  try {
    return lines.authResponse(await mechanism.respond(challenge));
  } catch (error) {
    if (error instanceof Pop3Declined || error instanceof Pop3ArgumentError) return error;
    throw error;
  }
}

function joined(said: Uint8Array, explanation: Uint8Array): Uint8Array {
  return Buffer.concat([said, Buffer.from(' '), explanation]);
}

/** The likeliest reason of a server that hangs up on a long token, since it does not tell. */
function tooLong(octets: number): Pop3ProtocolError {
  return new Pop3ProtocolError({
    class: 'limit',
    limit: 'octets',
    command: 'AUTH',
    what: `The server hung up on a login of ${octets} octets: the token is probably too long for it.`,
    said: '',
  });
}
