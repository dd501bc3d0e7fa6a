import { scriptedWire } from '@/lib/pop3/scriptedWire';
import { Pop3Session } from '@/lib/pop3/session';

/** Sessions with a script instead of a server, for tests of the engine alone. */

/** A session whose script begins behind the greeting, and the text of the messages that it retrieves. */
export async function session(script: readonly (string | Uint8Array)[], chunk?: number) {
  const wire = scriptedWire(['S: +OK', ...script], chunk === undefined ? {} : { chunk });
  const pop3 = await Pop3Session.open(wire);
  return { wire, pop3 };
}

/** Takes messages as text. */
export function taking() {
  const texts: string[] = [];
  let text = '';
  const sink = {
    begin() {
      text = '';
    },
    data(chunk: Uint8Array) {
      text += Buffer.from(chunk).toString('latin1');
    },
    end() {
      texts.push(text);
    },
    refused() {},
  };
  return { texts, sink };
}
