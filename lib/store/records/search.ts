/** How far the index of searches has come. One row. */
export interface SearchStateRecord {
  key: 'state';
  /** Of the blocks: an index in another format is built anew. */
  format: number;
  /** Of the leader whose worker writes the index. */
  epoch: number;
  /** Every message up to this id is in a segment, with its head at least, or is gone. */
  through: number;
  nextSegment: number;
}

/** A part of the index: its documents never change, they only die. What a thief must not read stands in its blocks. */
export interface SearchSegmentRecord {
  id: number;
  /** Bodies and attachments are in it; false: what the records say, until the bodies' turn comes. */
  whole: boolean;
  documents: number;
  octets: number;
  /** One bit a document: it is deleted, or stands in another segment by now. */
  dead: Uint8Array<ArrayBuffer>;
  deadCount: number;
  /** When the first of a whole segment died, ms since 1970; null: none has. */
  deadSince: number | null;
}
