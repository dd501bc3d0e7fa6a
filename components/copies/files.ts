/** What Chromium has for choosing a file to write, and the DOM's types do not. */
type SavePicker = (options: {
  suggestedName: string;
  types: { description: string; accept: Record<string, string[]> }[];
}) => Promise<FileSystemFileHandle>;

/** `postbag-2026-01-31.zip`, by the person's calendar. */
export function exportName(format: 'zip' | 'mbox', now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `postbag-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.${format}`;
}

/**
 * Lets the person choose where the copy goes, where the browser can write to files; null elsewhere: it is handed over as a
 * download. Call it from a click: browsers open the dialog for nothing else.
 */
export async function chooseTarget(
  suggestedName: string,
  format: 'zip' | 'mbox',
): Promise<FileSystemFileHandle | null | 'cancelled' | 'denied'> {
  const pick = (globalThis as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
  if (!pick) return null;
  const accept: Record<string, string[]> =
    format === 'zip' ? { 'application/zip': ['.zip'] } : { 'application/mbox': ['.mbox'] };
  try {
    return await pick.call(globalThis, { suggestedName, types: [{ description: format, accept }] });
  } catch (error) {
    return error instanceof Error && error.name === 'AbortError' ? 'cancelled' : 'denied';
  }
}

/** Hands a file that the browser has over as a download. From the browser's own files it is copied from disk to disk. */
export function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download holds the file once it has begun; a minute later it has long.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
