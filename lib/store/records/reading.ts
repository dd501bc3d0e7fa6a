import type { Receipt } from '@/lib/mail/authentication';

/** An image of somebody's server, as it came. */
export interface KeptImage {
  /** As it was asked for (`pictureAddress`). */
  address: string;
  bytes: ArrayBuffer;
}

/** The images that were loaded for a message: it is read with them offline, too, and they go with it. */
export interface RemoteImagesRecord {
  /** Key of the message's record. */
  message: number;
  account: string;
  images: KeptImage[];
}

/** What the messages that were opened last show of the server that received them (lib/mail/authentication.ts). */
export interface ReceiversRecord {
  account: string;
  receipts: (Receipt & { message: number })[];
}

/** What a person chose for the mail of an address (`ada@x.example`) or of a domain (`@x.example`). */
export interface SenderRecord {
  who: string;
  /** Images are loaded without asking. */
  images: boolean;
  /** Mail keeps its own colours in the dark theme. */
  original: boolean;
}
