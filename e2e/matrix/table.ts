/** What the matrix finds out about each server, in the order of the columns. */
export const columns = [
  'connections',
  'PIPELINING',
  'logins',
  'announced besides',
  'wrong password',
  'order',
  'LIST sizes',
  'one by one',
  'pipelined',
  'TOP',
  'left in the maildrop',
  'dropped without QUIT',
  'QUIT',
  'UIDLs later',
  'second session',
] as const;

export type Column = (typeof columns)[number];
export type Row = Partial<Record<Column, string>>;

/** A Markdown table; a row that is only a reason has it in its first cell. */
export function markdown(rows: ReadonlyMap<string, Row | string>): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const body = [...rows].map(([name, row]) => {
    if (typeof row === 'string') return line([name, row, ...columns.slice(1).map(() => '')]);
    return line([name, ...columns.map((column) => row[column] ?? 'not reached')]);
  });
  return [line(['server', ...columns]), line(['---', ...columns.map(() => '---')]), ...body].join('\n');
}
