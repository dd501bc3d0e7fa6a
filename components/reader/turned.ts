import { placeholderBegins } from './placeholder';

/**
 * Turns the colours of a message that has pictures. One filter over all of it, as over mail without any, loses what
 * no second filter gives back: rotating the hue of red leads out of what a screen can show, where it is cut off. So what
 * has no picture inside is turned by the filter, piece by piece; what stands around pictures gets each of its own colours
 * turned by the same rule; and the pictures are not touched. What stands on a picture was made for it, and stays as it is.
 */

/** The same as the filter over the whole frame. */
export const nightFilter = 'hue-rotate(180deg) invert(0.9)';

/** A colour of 0 to 255 a channel as that filter turns it (Filter Effects §9.6 and §9.7), cut off where it cuts off. */
export function turnedColour(red: number, green: number, blue: number): [number, number, number] {
  const light = 0.213 * red + 0.715 * green + 0.072 * blue;
  const turn = (part: number) => Math.round(229.5 - 0.8 * Math.min(255, Math.max(0, 2 * light - part)));
  return [turn(red), turn(green), turn(blue)];
}

/** All colours in a computed value; those of gradients, too. */
export function turnedValue(value: string): string {
  return value.replace(/rgba?\(([\d.]+), ([\d.]+), ([\d.]+)/g, (whole, ...parts: string[]) => {
    const [red, green, blue] = parts.slice(0, 3).map(Number);
    const turned = turnedColour(red ?? 0, green ?? 0, blue ?? 0);
    return `${whole.startsWith('rgba') ? 'rgba' : 'rgb'}(${turned.join(', ')}`;
  });
}

/** Of these there are many; where a message has more elements, the rest is not asked whether it has a ground of its own. */
const asked = 3_000;

/** The elements that stand on a picture. */
export function onPictures(doc: Document): Element[] {
  const view = doc.defaultView;
  const sheets = [...doc.querySelectorAll('head style')].slice(1);
  const anywhere = sheets.some((sheet) => sheet.textContent?.includes('url('));
  const may = doc.body.parentElement?.querySelectorAll(
    anywhere ? 'body, body *' : '[background], [style*="url("]',
  );
  return [...(may ?? [])]
    .slice(0, asked)
    .filter((each) => view?.getComputedStyle(each).backgroundImage.includes('url('));
}

/** Colours of what stands around pictures. */
const painted = [
  ...['color', 'background-color', 'background-image', 'box-shadow', 'outline-color'],
  ...['border-top-color', 'border-right-color', 'border-bottom-color', 'border-left-color'],
];

/** Parts of tables are drawn by the table: a filter of their own is not told apart from it everywhere. */
const noPiece = /^(?:TBODY|THEAD|TFOOT|TR|COLGROUP|COL|CAPTION)$/;

/**
 * Turns the colours of a message around its pictures.
 *
 * @returns the way back; null where there are none: then one filter over the frame does it
 */
export function turnAround(doc: Document): (() => void) | null {
  const view = doc.defaultView;
  const pictures = [...doc.images].filter(({ src }) => src !== '' && !src.startsWith(placeholderBegins));
  const kept = new Set<Element>([...pictures, ...onPictures(doc)]);
  if (kept.size === 0 || !view) return null;
  const around = new Set<Element>();
  for (const each of kept) {
    for (let at = each.parentElement; at && !around.has(at); at = at.parentElement) around.add(at);
  }
  const changes: [element: HTMLElement, name: string, value: string][] = [];
  const look = (element: Element) => {
    const own = element as HTMLElement;
    const style = view.getComputedStyle(own);
    if (kept.has(element)) {
      // What it would inherit is another colour now.
      changes.push([own, 'color', style.color]);
    } else if (around.has(element) || noPiece.test(element.nodeName)) {
      for (const name of painted) {
        const value = style.getPropertyValue(name);
        const turned = turnedValue(value);
        if (turned !== value) changes.push([own, name, turned]);
      }
      if (element !== doc.documentElement) for (const child of element.children) look(child);
    } else {
      changes.push([own, 'color', style.color], [own, 'filter', nightFilter]);
    }
  };
  look(doc.documentElement);
  look(doc.body);
  return apply(changes);
}

/** All is read before the first is written: otherwise the page would be laid out for each. */
function apply(changes: readonly (readonly [HTMLElement, string, string])[]): () => void {
  const before = changes.map(
    ([{ style }, name]) => [style.getPropertyValue(name), style.getPropertyPriority(name)] as const,
  );
  for (const [{ style }, name, value] of changes) style.setProperty(name, value, 'important');
  return () => {
    for (const [index, [{ style }, name]] of changes.entries()) {
      style.setProperty(name, ...(before[index] ?? ['', '']));
    }
  };
}
