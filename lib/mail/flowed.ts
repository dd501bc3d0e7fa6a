/**
 * format=flowed (RFC 3676): a line that ends in a space goes on in the next, so that paragraphs fit any width. Lines of
 * different quote levels never join, and the signature's "-- " stays a line of its own (§4.3).
 *
 * @param delSp the parameter DelSp=yes: the space at the end is not part of the text (§4.1)
 */
export function unflow(text: string, delSp: boolean): string {
  const lines = text.split(/\r?\n/);
  const joined: string[] = [];
  let open: { level: number; text: string } | null = null;
  const close = () => {
    if (open) joined.push(written(open.level, open.text));
    open = null;
  };
  for (const line of lines) {
    const quotes = /^>*/.exec(line)?.[0] ?? '';
    const content = unstuffed(line.slice(quotes.length));
    const signature = content === '-- ' || content === '--';
    const flows = content.endsWith(' ') && !signature;
    if (open && (open.level !== quotes.length || signature)) close();
    const kept: string = flows && delSp ? content.slice(0, -1) : content;
    open = open ? { level: open.level, text: open.text + kept } : { level: quotes.length, text: kept };
    if (!flows) close();
  }
  close();
  return joined.join('\n');
}

/** A line whose words begin with ">" keeps a space in front: nobody is to take it for a quote. */
function written(level: number, text: string): string {
  const marks = level > 0 ? `${'>'.repeat(level)} ` : '';
  return text.startsWith('>') ? `${marks} ${text}` : marks + text;
}

/** Space-stuffing (§4.4): one space in front was put there by the sender's program. */
function unstuffed(line: string): string {
  return line.startsWith(' ') ? line.slice(1) : line;
}
