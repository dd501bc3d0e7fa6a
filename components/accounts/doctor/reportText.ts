import { type DoctorRow, doctorSides } from '@/lib/contract/doctor';

/** As people compare it: AB:CD:… */
export function fingerprintText(fingerprint: string): string {
  return (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
}

interface About {
  servers: Record<(typeof doctorSides)[number], { host: string; port: number; security: string } | null>;
  /** What stands for the person, and is taken out wherever a server repeats it. */
  names: readonly string[];
  at: Date;
}

/**
 * An examination as text, to be sent to somebody who helps: what the bridge and the servers said, in technical words. No
 * password is in it, since the bridge has told none; user name and address are taken out.
 */
export function reportText(rows: readonly DoctorRow[], { servers, names, at }: About): string {
  const lines = [`Postbag, connection report, ${at.toISOString()}`];
  for (const side of doctorSides) {
    const server = servers[side];
    const own = rows.filter((row) => row.side === side);
    if (!server || own.length === 0) continue;
    lines.push('', `${side}: ${server.host}:${server.port} (${server.security})`);
    for (const row of own) lines.push(...linesOf(row));
  }
  return `${without(lines.join('\n'), names)}\n`;
}

function linesOf({ check, state, ms, note, problem, facts }: DoctorRow): string[] {
  const head = [state.toUpperCase().padEnd(7), check.padEnd(13), `${ms} ms`];
  if (note) head.push(`(${note})`);
  if (problem) head.push(`${problem.code}${problem.cause ? `/${problem.cause}` : ''}`);
  const { certificate, ...rest } = facts;
  const more = Object.entries(rest).map(([name, value]) => `${name}: ${[value].flat().join(', ')}`);
  if (problem?.said) more.push(`said: ${problem.said}`);
  if (certificate) {
    const day = (time: number) => new Date(time).toISOString().slice(0, 10);
    more.push(
      `certificate: ${certificate.subject} (${certificate.names.join(', ')}), by ${certificate.issuer}`,
      `valid: ${day(certificate.from)} to ${day(certificate.until)}`,
      `chain: ${certificate.chain.join(' < ')}`,
      `SHA-256: ${fingerprintText(certificate.fingerprint)}`,
    );
  }
  return [head.join(' '), ...more.map((line) => `        ${line}`)];
}

/** The longest first, so that the address goes before the user name within it. */
function without(text: string, names: readonly string[]): string {
  return [...names]
    .filter((name) => name.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.split(name).join('(user)'), text);
}
