import { type ScriptOptions, scriptedWire } from './scriptedWire';
import { Pop3Session } from './session';

/** For tests: a session that has read its greeting, and the wire on which the rest of the transcript is played. */
export async function scriptedSession(
  transcript: string | readonly (string | Uint8Array)[],
  { greeting = 'ready', ...options }: ScriptOptions & { greeting?: string } = {},
) {
  const steps = typeof transcript === 'string' ? transcript.split('\n') : transcript;
  const wire = scriptedWire([`S: +OK ${greeting}`, ...steps], options);
  return { wire, pop3: await Pop3Session.open(wire) };
}
