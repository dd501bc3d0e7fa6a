import { exportMbox, exportZip } from '@/lib/archive/exportMail';
import { Import, type ImportResult } from '@/lib/archive/importMail';
import { memorySink, pour } from '@/lib/archive/sink';
import type { Elsewhere } from '@/lib/archive/targets';
import { everything, type Selection } from '@/lib/store/copies';
import { takeLead } from '@/lib/store/leadership';
import { emptyStore } from './emptyStore';

/** What tests of copies stand on: a device, its leader, and files that are made and brought in at one fixed moment. */
export const never = new AbortController().signal;
export const quiet = () => {};
export const now = Date.UTC(2026, 1, 1);
/** Of the device's leader. */
export let epoch: number;

/** Another device, on which nothing is. To be called before each test, too. */
export async function freshDevice(): Promise<void> {
  await emptyStore();
  epoch = await takeLead();
}
/** An export of what is stored. */
export async function exported(
  format: 'zip' | 'mbox' = 'zip',
  wanted: Selection = everything,
): Promise<File> {
  const { stream } = format === 'zip' ? exportZip(wanted, now, quiet) : exportMbox(wanted, quiet);
  const file = await pour(stream, memorySink(), never);
  if (!file) throw new Error('no file');
  return new File([file], `mail.${format}`);
}

/** Brings files in. */
export function imported(files: File[], elsewhere: Elsewhere = { kind: 'recreate' }): Promise<ImportResult> {
  return new Import({ files, elsewhere, localName: 'Imported' }, now, quiet, never).run();
}
