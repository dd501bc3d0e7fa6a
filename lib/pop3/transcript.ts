/**
 * A POP3 conversation as people write it down, for tests: `S:` is what the server sends, `C:` what it must receive
 * before it goes on. Used in memory (scriptedWire.ts) and on sockets (e2e/support/scripted.ts).
 *
 *     S: +OK ready
 *     C: CAPA
 *     S: -ERR unknown command
 *     close
 */
export type Step =
  | { does: 'send'; bytes: Buffer }
  | { does: 'expect'; line: string }
  /** TLS handshake here. */
  | { does: 'tls' }
  /** An orderly end. */
  | { does: 'close' }
  /** A broken connection. */
  | { does: 'reset' }
  /** Silence for ever. */
  | { does: 'hang' };

/**
 * Reads one step. `S: text` sends the text in Latin-1 with CRLF; `S| text` sends it without, with the escapes of JSON
 * (`\r`, `\n`, `\u0000`); `C: text` expects exactly that line. `C: *` expects any one line. `tls`, `close`, `reset`
 * and `hang` stand alone. Bytes are sent as they are.
 * @throws Error on anything else: a misspelt step must not pass as silence.
 */
export function parseStep(step: string | Uint8Array): Step {
  if (typeof step !== 'string') return { does: 'send', bytes: Buffer.from(step) };
  const text = step.trimStart();
  if (text.startsWith('S:')) return { does: 'send', bytes: Buffer.from(`${afterMark(text)}\r\n`, 'latin1') };
  if (text.startsWith('S|'))
    return { does: 'send', bytes: Buffer.from(unescaped(afterMark(text)), 'latin1') };
  if (text.startsWith('C:')) return { does: 'expect', line: afterMark(text) };
  const word = text.trim();
  if (word === 'tls' || word === 'close' || word === 'reset' || word === 'hang') return { does: word };
  throw new Error(`Not a step of a transcript: ${step}`);
}

/** A whole transcript: steps, or one text with a step a line. Empty lines do not count. */
export function parseTranscript(transcript: string | readonly (string | Uint8Array)[]): Step[] {
  const steps = typeof transcript === 'string' ? transcript.split('\n') : transcript;
  return steps.filter((step) => typeof step !== 'string' || step.trim() !== '').map(parseStep);
}

function afterMark(text: string): string {
  return text.slice(2).replace(/^ /, '');
}

function unescaped(text: string): string {
  return JSON.parse(`"${text.replaceAll('"', '\\"')}"`) as string;
}
