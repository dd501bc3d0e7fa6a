import type { Attachment } from '@/lib/mail/types';
import type { Embedded } from './cleanCss';

/** Pictures that an <img> shows without running anything, as media types. */
const picture = /^image\/(?:png|jpe?g|pjpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/;
const dataPicture =
  /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml|x-icon)(?:;[a-z-]+=[a-z0-9-]+)*;base64,[a-z0-9+/=\s]*$/i;
/** Pictures inside of an address are copied several times on their way to the screen. */
const maxOctets = 16 * 1024 * 1024;

/**
 * Which addresses of a message stand for pictures that it brought along: `cid:` of its own parts (RFC 2392), and `data:`
 * as it is. Everything else is null.
 */
export async function embeddedPictures(html: string, attachments: readonly Attachment[]): Promise<Embedded> {
  const named = new Set([...html.matchAll(/cid:([^"'\s)<>]+)/gi)].map(([, id]) => normal(id ?? '')));
  const found = new Map<string, string>();
  let octets = 0;
  for (const { contentId, type, size, bytes } of attachments) {
    const id = normal(contentId);
    octets += named.has(id) ? size : 0;
    if (!named.has(id) || !picture.test(type) || octets > maxOctets || found.has(id)) continue;
    found.set(id, await dataAddress(bytes, type));
  }
  return (address) => {
    const trimmed = address.trim();
    if (/^cid:/i.test(trimmed)) return found.get(normal(trimmed.slice(4))) ?? null;
    return dataPicture.test(trimmed) ? trimmed : null;
  };
}

function normal(contentId: string): string {
  try {
    return decodeURIComponent(contentId).toLowerCase();
  } catch {
    return contentId.toLowerCase();
  }
}

function dataAddress(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes], { type }));
  });
}
