import { pictureAddress } from '@/lib/contract/pictures';
import type { Attachment } from '@/lib/mail/types';
import type { Embedded } from './cleanCss';

/** Pictures that an <img> shows without running anything, as media types. */
const picture = /^image\/(?:png|jpe?g|pjpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/;
const dataPicture =
  /^data:image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml|x-icon)(?:;[a-z-]+=[a-z0-9-]+)*;base64,[a-z0-9+/=\s]*$/i;
/** Pictures inside of an address are copied several times on their way to the screen. */
const maxOctets = 16 * 1024 * 1024;

/** The pictures that a message brought along, and which of them got into what is shown. */
export interface Pictures {
  /** What an address stands for: `cid:` of the message's own parts (RFC 2392), and `data:` as it is. Else null. */
  find: Embedded;
  /** To be told of each address out of `find` that stays in the message. */
  keep(address: string): void;
  /** The same for all addresses in style that was cleaned. */
  keepStyle(css: string): void;
  /** The parts that stand in their places. Parts themselves: two may have the same content id. */
  shown: ReadonlySet<Attachment>;
}

/** Pictures of other people's servers that were loaded: `data:` by the address that was asked for. */
export type Loaded = ReadonlyMap<string, string>;

/** Reads the pictures that the HTML names, up to 16 MiB of them. */
export async function embeddedPictures(
  html: string,
  attachments: readonly Attachment[],
  loaded: Loaded,
): Promise<Pictures> {
  const named = new Set([...html.matchAll(/cid:([^"'\s)<>]+)/gi)].map(([, id]) => normal(id ?? '')));
  const found = new Map<string, string>();
  // The same picture twice is shown when one of the two is.
  const parts = new Map<string, Attachment[]>();
  let octets = 0;
  for (const part of attachments) {
    const { contentId, type, size, bytes } = part;
    const id = normal(contentId);
    octets += named.has(id) ? size : 0;
    if (!named.has(id) || !picture.test(type) || octets > maxOctets || found.has(id)) continue;
    const address = await dataAddress(bytes, type);
    found.set(id, address);
    parts.set(address, [...(parts.get(address) ?? []), part]);
  }
  const shown = new Set<Attachment>();
  const keep = (address: string) => {
    for (const part of parts.get(address) ?? []) shown.add(part);
  };
  return {
    find: (address) => {
      const trimmed = address.trim();
      if (/^cid:/i.test(trimmed)) return found.get(normal(trimmed.slice(4))) ?? null;
      if (dataPicture.test(trimmed)) return trimmed;
      return loaded.size > 0 ? (loaded.get(pictureAddress(trimmed) ?? '') ?? null) : null;
    },
    keep,
    keepStyle: (css) => {
      for (const [, address] of css.matchAll(/url\("(data:[^"]*)"\)/g)) keep(address ?? '');
    },
    shown,
  };
}

function normal(contentId: string): string {
  try {
    return decodeURIComponent(contentId).toLowerCase();
  } catch {
    return contentId.toLowerCase();
  }
}

/** Octets as a `data:` address. */
export function dataAddress(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(new Blob([bytes], { type }));
  });
}
