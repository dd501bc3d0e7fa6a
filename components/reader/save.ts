/**
 * Hands bytes to the browser as a download. Always `application/octet-stream`: whatever the sender called it, it must
 * never be opened inside our origin.
 */
export function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the blob after the click has returned; a minute later it has long begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
