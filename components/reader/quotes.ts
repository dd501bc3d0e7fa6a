/** A run of lines of the same kind. `level` 0 is the writer's own text. */
export interface TextBlock {
  level: number;
  signature: boolean;
  text: string;
}

const maxLevel = 6;

/**
 * Divides plain text into quotes by their depth (`>`, `> >`, `>>`), the writer's own words, and the signature. Quote marks
 * are taken off; depths above six count as six.
 */
export function textBlocks(text: string): TextBlock[] {
  const lines = text.split(/\r\n|\r|\n/);
  const signed = signatureLines(lines);
  const blocks: TextBlock[] = [];
  let current: { level: number; signature: boolean; lines: string[] } | null = null;
  lines.forEach((line, index) => {
    const signature = signed[index] === 1;
    const { level, rest } = signature ? { level: 0, rest: line } : quoteLevel(line);
    if (!current || current.level !== level || current.signature !== signature) {
      if (current) blocks.push(finish(current));
      current = { level, signature, lines: [] };
    }
    current.lines.push(rest);
  });
  if (current) blocks.push(finish(current));
  return blocks.filter((block) => block.text.trim() !== '');
}

/**
 * Which lines are a signature: those behind the last line "-- " (RFC 3676 §4.3; programs on the way often take its space),
 * and those behind an earlier one as far as the quotes that some programs put below the signature.
 */
function signatureLines(lines: readonly string[]): Uint8Array {
  const signed = new Uint8Array(lines.length);
  let from = -1;
  lines.forEach((line, index) => {
    if (/^-- ?$/.test(line)) from = index;
    const to = from < 0 ? null : quoteStart(lines, index, from);
    if (to === null) return;
    signed.fill(1, from, to);
    from = -1;
  });
  if (from >= 0) signed.fill(1, from);
  return signed;
}

/** Lines of "On Monday Ada wrote:", which long names and addresses spread over several. */
const attributionLines = 3;

/**
 * Where the quotes begin that stand below a signature, if it is with this line that one knows: at "--- Original message ---"
 * and its like, or at what introduces the first quoted line, or stands apart from the words above. Else null: a ">" of the
 * signature's own.
 */
function quoteStart(lines: readonly string[], index: number, signature: number): number | null {
  const line = lines[index] ?? '';
  if (/^-{3,} ?[^\s-].{0,80}[^\s-] ?-{3,}$/.test(line)) return index;
  if (!line.startsWith('>')) return null;
  let last = index - 1;
  while (last > signature && lines[last]?.trim() === '') last -= 1;
  if (last <= signature || !isAttribution(lines[last])) return last < index - 1 ? index : null;
  for (let start = last; start > last - attributionLines; start -= 1) {
    if (lines[start - 1]?.trim() === '') return start;
  }
  return last;
}

const isAttribution = (line: string | undefined) => /\S:$/.test((line ?? '').slice(-200).trimEnd());

function finish({
  level,
  signature,
  lines,
}: {
  level: number;
  signature: boolean;
  lines: string[];
}): TextBlock {
  return { level, signature, text: lines.join('\n').replace(/^\n+/, '').trimEnd() };
}

function quoteLevel(line: string): { level: number; rest: string } {
  let level = 0;
  let at = 0;
  while (line[at] === '>') {
    level += 1;
    at += line[at + 1] === ' ' ? 2 : 1;
  }
  return { level: Math.min(level, maxLevel), rest: line.slice(at) };
}

/** From this depth on, quotes are of what was said long before. */
const deepLevel = 2;
/** A few lines are read sooner than they are unfolded. */
const shortRun = 4;
/** What is answered is quoted in a few lines. More of them push the answer below them off the screen of a phone. */
const longQuote = 12;

/** Blocks that stand together: as they are, or `lines` lines of quotes that are folded until somebody asks. */
export interface QuoteRun {
  blocks: TextBlock[];
  /** 0: not folded. */
  lines: number;
  /** Only of what was said long before. */
  deep: boolean;
}

/**
 * Puts quotes that follow one another together, to be folded where they are long: those of quotes, and with them those of
 * the first depth, unless there is nothing else in the message.
 */
export function quoteRuns(blocks: readonly TextBlock[]): QuoteRun[] {
  const answered = hasOwnWords(blocks);
  return runsOf(blocks, ({ level }) => level > 0).flatMap(({ is, blocks: run }): QuoteRun[] => {
    if (answered && is && linesOf(run.filter(({ level }) => level < deepLevel)) > longQuote) {
      return [{ blocks: run, lines: linesOf(run), deep: false }];
    }
    return runsOf(run, ({ level }) => level >= deepLevel).map(({ is: deep, blocks: part }) => {
      const lines = linesOf(part);
      return { blocks: part, lines: deep && lines > shortRun ? lines : 0, deep };
    });
  });
}

/** Whether the writer said anything besides who wrote what is quoted. */
function hasOwnWords(blocks: readonly TextBlock[]): boolean {
  return blocks.some(({ level, signature, text }, index) => {
    if (level > 0 || signature) return false;
    const introduces = (blocks[index + 1]?.level ?? 0) > 0 && isAttribution(text);
    return !introduces || text.split('\n').length > attributionLines || text.includes('\n\n');
  });
}

function runsOf(blocks: readonly TextBlock[], test: (block: TextBlock) => boolean) {
  const runs: { is: boolean; blocks: TextBlock[] }[] = [];
  for (const block of blocks) {
    const is = test(block);
    const last = runs.at(-1);
    if (last?.is === is) last.blocks.push(block);
    else runs.push({ is, blocks: [block] });
  }
  return runs;
}

const linesOf = (blocks: readonly TextBlock[]) =>
  blocks.reduce((sum, { text }) => sum + text.split('\n').length, 0);
