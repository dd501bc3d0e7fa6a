/** The octets as a string, one character each: what a failing test shows can be read. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** How a text that was received differs from what it should be, in a few words. */
export function likeness(received: string, right: string): string {
  if (received === right) return 'exact';
  if (received === `${right}\r\n`) return 'an empty line at the end';
  if (received === right.replace('\r\n\r\n', '\r\n\r\n\r\n')) return 'an empty line after the header';
  let at = 0;
  while (received[at] === right[at]) at += 1;
  return `differs at octet ${at}: ${JSON.stringify(received.slice(at, at + 40))} for ${JSON.stringify(right.slice(at, at + 40))}`;
}

/** How LIST's sizes, asked for before and after UIDL, compare with the octets that RETR gives after both. */
export function sizeLikeness(
  before: readonly number[],
  after: readonly number[],
  retrieved: readonly string[],
): string {
  const wrong = (sizes: readonly number[]) =>
    retrieved.filter((text, index) => text.length !== sizes[index]).length;
  if (wrong(before) === 0) return 'exact';
  return `${wrong(before)} of ${retrieved.length} wrong, after UIDL ${wrong(after)}`;
}

/**
 * What was done to messages, given what they are now and what they were, lines ended alike: whole header fields added,
 * `>` set before `From `, or something worse. Everything else is the same, octet for octet.
 */
export function changes(now: readonly string[], before: readonly string[]): string {
  const added = new Set<string>();
  let quoted = false;
  for (const [index, text] of now.entries()) {
    const [header, body] = split(text);
    const [oldHeader, oldBody] = split(before[index] ?? '');
    const old = new Set(oldHeader);
    for (const line of header) if (!old.has(line)) added.add(line.slice(0, line.indexOf(':')));
    const kept = likeness(header.filter((line) => old.has(line)).join(''), oldHeader.join(''));
    if (kept !== 'exact') return `header ${kept}`;
    if (body !== oldBody) {
      quoted = true;
      const unlike = likeness(body, oldBody.replace(/^From /gm, '>From '));
      if (unlike !== 'exact') return `body ${unlike}`;
    }
  }
  const list = [...(quoted ? ['`>From`'] : []), ...[...added].sort()];
  return list.length === 0 ? 'exact' : `exact but for ${list.join(', ')}`;
}

/** The lines of the header, each with its end, and the rest from the empty line on. */
function split(text: string): [header: string[], body: string] {
  const [whole = '', header = ''] = /^((?:[^\n]+\n)*?)(?=\r?\n)/.exec(text) ?? [];
  return [header.match(/[^\n]*\n/g) ?? [], text.slice(whole.length)];
}
