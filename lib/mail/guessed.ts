/** Text of which nothing says in which letters it is: UTF-8 proves itself, and the rest is read as most programs do. */
export function guessed(bytes: Uint8Array, options: TextDecodeOptions = {}): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, options);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
