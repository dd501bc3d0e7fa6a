import type { Selection } from '@/lib/store/copies';
import type { ArchiveCode } from './errors';
import type { ExportResult, Progress } from './exportMail';
import type { ImportRequest, ImportResult } from './importMail';
import type { VerifyResult } from './verify';

/** What a page asks of the worker: one task for each worker. */
export type Task =
  | { kind: 'survey'; selection: Selection }
  | {
      kind: 'export';
      selection: Selection;
      format: 'zip' | 'mbox';
      /** A file that the person has chosen; null: one of the browser's own, to be handed over as a download. */
      handle: FileSystemFileHandle | null;
    }
  | { kind: 'verify'; file: File }
  | ({ kind: 'import' } & ImportRequest);

export type Outcome =
  | { kind: 'survey'; messages: number; octets: number }
  /** `file`: to be handed over; null where it was written to the chosen file. */
  | ({ kind: 'export'; format: 'zip' | 'mbox'; file: Blob | null } & ExportResult)
  | ({ kind: 'verify' } & VerifyResult)
  | ({ kind: 'import' } & ImportResult);

export type ToWorker = { kind: 'run'; task: Task } | { kind: 'stop' };

export type FromWorker =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'done'; outcome: Outcome }
  /** `partly`: what an import had done by then. */
  | { kind: 'failed'; code: ArchiveCode; detail: string; partly: ImportResult | null }
  | { kind: 'stopped'; partly: ImportResult | null };
