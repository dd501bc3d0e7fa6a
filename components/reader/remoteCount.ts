import { pictureAddress } from '@/lib/contract/pictures';

/** What of a message was not loaded because it lies on somebody's server. */
export interface Remote {
  images: number;
  trackers: number;
  /** Host names, most frequent first. */
  hosts: string[];
  /** What else is not loaded, and never will be. */
  others: Record<Other, number>;
  /** Where the images are, as they can be asked for; tracking pixels are not among them. */
  addresses: string[];
}

/** What mail asks for beside images: style sheets, fonts, what is heard and seen, and pages inside of it. */
export const others = ['sheets', 'fonts', 'media', 'pages'] as const;
export type Other = (typeof others)[number];

/** Counts while a message is sanitised. The same address twice is one image. */
export class RemoteCounter {
  readonly #images = new Map<string, boolean>();
  readonly #others = new Set<string>();
  readonly #hosts = new Map<string, number>();

  /** @param tracker true when it is too small to be seen */
  add(address: string, tracker: boolean): void {
    const url = address.trim();
    if (this.#images.has(url)) {
      // Shown once at a size that can be seen, it is an image.
      if (!tracker) this.#images.set(url, false);
      return;
    }
    this.#images.set(url, tracker);
    this.#note(url);
  }

  /** Something that is no image, by the address that it would come from; nothing where that is not on another machine. */
  addOther(kind: Other, address: string): void {
    const key = `${kind} ${address.trim()}`;
    if (this.#others.has(key) || !hostOf(address)) return;
    this.#others.add(key);
    this.#note(address);
  }

  #note(address: string): void {
    const host = hostOf(address);
    if (host) this.#hosts.set(host, (this.#hosts.get(host) ?? 0) + 1);
  }

  result(): Remote {
    const trackers = [...this.#images.values()].filter(Boolean).length;
    const hosts = [...this.#hosts].sort(([, a], [, b]) => b - a).map(([host]) => host);
    const seen = [...this.#images].flatMap(([address, tracker]) =>
      tracker ? [] : (pictureAddress(address) ?? []),
    );
    const count = (kind: Other) => [...this.#others].filter((key) => key.startsWith(`${kind} `)).length;
    return {
      images: this.#images.size - trackers,
      trackers,
      others: {
        sheets: count('sheets'),
        fonts: count('fonts'),
        media: count('media'),
        pages: count('pages'),
      },
      hosts,
      addresses: [...new Set(seen)],
    };
  }
}

/** What several documents of one message leave out, as one; null where there is none. */
export function allRemote(remotes: readonly Remote[]): Remote | null {
  if (remotes.length < 2) return remotes[0] ?? null;
  const sum = (count: (remote: Remote) => number) => remotes.reduce((total, each) => total + count(each), 0);
  return {
    images: sum(({ images }) => images),
    trackers: sum(({ trackers }) => trackers),
    others: {
      sheets: sum(({ others }) => others.sheets),
      fonts: sum(({ others }) => others.fonts),
      media: sum(({ others }) => others.media),
      pages: sum(({ others }) => others.pages),
    },
    hosts: [...new Set(remotes.flatMap(({ hosts }) => hosts))],
    addresses: [...new Set(remotes.flatMap(({ addresses }) => addresses))],
  };
}

/** The host that an address names; null for what is no address of another machine. */
export function hostOf(address: string): string | null {
  try {
    const { protocol, hostname } = new URL(address, 'https://invalid.');
    if (hostname === 'invalid.' || hostname === '') return null;
    return /^(https?|ftp|wss?):$/.test(protocol) ? hostname : null;
  } catch {
    return null;
  }
}

/** Addresses in a `srcset`, without their descriptors. Commas inside an address stay (HTML §4.8.4.2). */
export function srcsetAddresses(srcset: string): string[] {
  const addresses: string[] = [];
  let described = false;
  // Cut: no honest list is longer. Word by word: one expression for it all can be kept busy for minutes.
  for (const word of srcset.slice(0, 4_000).split(/\s+/)) {
    const comma: number = described ? word.indexOf(',') : -1;
    if (described && comma < 0) continue;
    let from = comma + 1;
    let to = word.length;
    while (word[from] === ',') from += 1;
    while (to > from && word[to - 1] === ',') to -= 1;
    // A comma at its end, and the next address follows; else descriptors do.
    described = from < to && to === word.length;
    if (from < to) addresses.push(word.slice(from, to));
  }
  return addresses;
}
