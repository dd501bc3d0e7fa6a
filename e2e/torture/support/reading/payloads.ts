import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One piece of hostile HTML; `id` names its vector, and is the host name that it would ask. */
export interface Payload {
  id: string;
  kind: 'script' | 'load';
  html: string;
}

interface XssRow {
  id: string;
  group: string;
  payload: string;
}

interface LoadRow {
  id: string;
  group: string;
  html: string;
}

const read = async <Row>(folder: string, name: string): Promise<Row[]> =>
  JSON.parse(await readFile(join(folder, name), 'utf8'));

/**
 * All payloads of the corpus that are HTML, made to tell when they succeed: scripts call `top.fired(NUMBER)`, the number
 * being the payload's place in the list; what loads asks a host of its own below `leak.test`.
 *
 * @param port where the listener for those hosts is
 */
export async function bodyPayloads(folder: string, port: number): Promise<Payload[]> {
  const xss = await read<XssRow>(folder, 'vectors/xss.json');
  const loads = await read<LoadRow>(folder, 'vectors/remote-load.json');
  const purify = await read<{ id: string; payload: string }>(folder, 'dompurify-payloads/payloads.json');
  const payloads: Payload[] = [
    ...xss
      .filter(({ group }) => group !== 'outside the body')
      .map(({ id, payload }) => ({ id, kind: 'script' as const, html: nested(payload) })),
    ...purify.map(({ id, payload }) => ({ id, kind: 'script' as const, html: payload })),
    ...loads
      .filter(({ group }) => group !== 'non-HTML')
      .map(({ id, html }) => ({ id, kind: 'load' as const, html })),
  ];
  payloads.push(...(await pages(folder)));
  return payloads.map((payload, index) => ({ ...payload, html: armed(payload, index, port) }));
}

/** Collections of whole messages as HTML: what mail programs can do, and templates that are really sent. */
const collections = ['caniemail-tests', 'postmark-templates', 'responsive-html-email-template'];

/** Whatever they load has a host of its own already. */
async function pages(folder: string): Promise<Payload[]> {
  const found: Payload[] = [];
  for (const collection of collections) {
    const names = await readdir(join(folder, collection), { recursive: true });
    for (const name of names.filter((each) => each.endsWith('.html')).sort()) {
      const html = await readFile(join(folder, collection, name), 'utf8');
      found.push({ id: `${collection}/${name}`, kind: 'load', html });
    }
  }
  return found;
}

/** The payloads that are text to be put elsewhere: names, subjects, file names, quotes. */
export function armed({ id, html }: Pick<Payload, 'id' | 'html'>, index: number, port: number): string {
  const host = `${id.toLowerCase()}.leak.test:${port}`;
  return html
    .replaceAll('{{JS}}', `top.fired(${index})`)
    .replaceAll('{{U}}', `http://${host}/u`)
    .replaceAll('{{PR}}', `//${host}/pr`)
    .replaceAll('{{ORIGIN}}', `http://127.0.0.1:${port}`)
    .replace(
      /\b(?:window\.|self\.|top\.|parent\.)?(?:alert|confirm|prompt)\s*\([^()]*\)/g,
      `top.fired(${index})`,
    );
}

/** `__NEST__600 nested <div> then …`: the deep nesting is described, not written out. */
function nested(payload: string): string {
  const [, depth, rest] = /^__NEST__(\d+) nested <div> then (.*)$/s.exec(payload) ?? [];
  return depth === undefined ? payload : '<div>'.repeat(Number(depth)) + rest;
}
