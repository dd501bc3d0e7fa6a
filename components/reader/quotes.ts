/** A run of lines of the same kind. `level` 0 is the writer's own text. */
export interface TextBlock {
  level: number;
  signature: boolean;
  text: string;
}

const maxLevel = 6;

/**
 * Divides plain text into quotes by their depth (`>`, `> >`, `>>`), the writer's own words, and the signature
 * (everything behind the last line "-- ", RFC 3676 §4.3; programs on the way often take its space). Quote marks are taken off; depths above six count as six.
 */
export function textBlocks(text: string): TextBlock[] {
  const lines = text.split(/\r\n|\r|\n/);
  const signatureAt = lines.findLastIndex((line) => /^-- ?$/.test(line));
  const blocks: TextBlock[] = [];
  let current: { level: number; signature: boolean; lines: string[] } | null = null;
  lines.forEach((line, index) => {
    const signature = signatureAt >= 0 && index >= signatureAt;
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

/** Blocks that stand together: as they are, or `lines` lines of deep quotes that are folded until somebody asks. */
export interface QuoteRun {
  blocks: TextBlock[];
  /** 0: not folded. */
  lines: number;
}

/** Puts deep quotes that follow one another together, to be folded where they are long. */
export function quoteRuns(blocks: readonly TextBlock[]): QuoteRun[] {
  const runs: { deep: boolean; blocks: TextBlock[] }[] = [];
  for (const block of blocks) {
    const deep = block.level >= deepLevel;
    const last = runs.at(-1);
    if (last?.deep === deep) last.blocks.push(block);
    else runs.push({ deep, blocks: [block] });
  }
  return runs.map((run) => {
    const lines = run.blocks.reduce((sum, { text }) => sum + text.split('\n').length, 0);
    return { blocks: run.blocks, lines: run.deep && lines > shortRun ? lines : 0 };
  });
}
