/** What can be wrong with a file, or end an export or import. Texts stand in the catalogue under `copies.problems`. */
export type ArchiveCode =
  /** It is neither a zip, nor an mbox, nor a message. */
  | 'unknown_format'
  /** A zip whose end is missing, or that is damaged where it lists its entries. */
  | 'broken_zip'
  /** A zip that is made to exhaust whoever opens it. */
  | 'hostile_zip'
  /** An entry or a message that is larger than this device takes. */
  | 'too_large'
  /** A zip without our manifest, where one is needed. */
  | 'no_manifest'
  /** A manifest that says what no export of ours says. */
  | 'bad_manifest'
  /** A manifest of a later version of Postbag. */
  | 'newer_manifest'
  /** An mbox that does not begin with a message. */
  | 'broken_mbox'
  /** The file can't be read any more: it was moved, changed, or its medium is gone. */
  | 'unreadable'
  /** There is no room where the export is written, or in the browser's storage. */
  | 'full'
  /** The file can't be written. */
  | 'unwritable'
  /** This browser can build a file of this size in memory only, and it is too large for that. */
  | 'too_large_for_memory'
  | 'failed';

/** Something that the person is told of, with its cause. */
export class ArchiveProblem extends Error {
  override name = 'ArchiveProblem';

  /** @param detail technical words, never shown first: a file's or an entry's name, a library's message */
  constructor(
    readonly code: ArchiveCode,
    readonly detail: string = '',
    options?: ErrorOptions,
  ) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
  }
}

/** Errors of the browser's files and storage in our terms; what is known already stays. */
export function archiveProblem(error: unknown): ArchiveProblem {
  if (error instanceof ArchiveProblem) return error;
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['', String(error)];
  const detail = `${name}: ${message}`.slice(0, 500);
  const options = { cause: error };
  switch (name) {
    case 'StorageFull':
    case 'QuotaExceededError':
      return new ArchiveProblem('full', detail, options);
    case 'NotReadableError':
    case 'NotFoundError':
      return new ArchiveProblem('unreadable', detail, options);
    case 'NotAllowedError':
    case 'NoModificationAllowedError':
    case 'InvalidStateError':
      return new ArchiveProblem('unwritable', detail, options);
    default:
      return new ArchiveProblem('failed', detail, options);
  }
}
