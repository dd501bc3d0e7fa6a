import { drawnScale } from './fit';
import { onPictures } from './turned';

/**
 * Mail with colours of its own in the dark theme: it is turned over (light becomes dark, hues stay), which keeps every
 * contrast as it was, and its pictures are left as they are. Mail that is dark by itself is left alone; so is mail most of
 * which stands on a picture, since its words were made to be read on that.
 */

/** Elements looked at: layout stands near the top of a message. */
const looked = 400;

/** Whether a message is dark by itself: most of its area is painted in dark colours. */
export function isDarkByItself(doc: Document): boolean {
  const { body } = doc;
  const view = doc.defaultView;
  if (!body || !view) return false;
  const whole = Math.max(1, body.scrollWidth * body.scrollHeight * drawnScale(body) ** 2);
  let dark = 0;
  let light = 0;
  const elements = [
    doc.documentElement,
    body,
    ...[...body.querySelectorAll('table, td, div, section')].slice(0, looked),
  ];
  for (const element of elements) {
    const shade = luminance(view.getComputedStyle(element).backgroundColor);
    if (shade === null) continue;
    const { width, height } = element.getBoundingClientRect();
    // What covers a tenth is ground; what is smaller is a button.
    const area = element === doc.documentElement || element === body ? whole : width * height;
    if (area < whole / 10) continue;
    if (shade < 0.2) dark = Math.max(dark, area);
    else light = Math.max(light, area);
  }
  return dark > 0 && dark >= light * 0.8;
}

/** Whether most of a message stands on one picture. */
export function standsOnPicture(doc: Document): boolean {
  const half = (doc.body.scrollWidth * doc.body.scrollHeight * drawnScale(doc.body) ** 2) / 2;
  return onPictures(doc).some((element) => {
    const { width, height } = element.getBoundingClientRect();
    return element === doc.body || width * height > half;
  });
}

/** WCAG's relative luminance of a computed colour; null for what is mostly clear. */
export function luminance(colour: string): number | null {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (!/^rgba?\(/.test(colour) || alpha < 0.5) return null;
  const linear = (part: number) => {
    const light = part / 255;
    return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
