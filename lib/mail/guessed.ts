/**
 * Text of which hardly anything says in which letters it is. UTF-8 proves itself; else it is what was declared, and where
 * nothing was, or what no browser knows, it is read as most programs do.
 *
 * @param declared a name of letters as it came with the text; empty: none did
 */
export function guessed(bytes: Uint8Array, declared = '', options: TextDecodeOptions = {}): string {
  // Seven bits prove nothing: Japanese mail comes in them, too.
  if (bytes.some((octet) => octet > 0x7f)) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes, options);
    } catch {
      // It is not.
    }
  }
  return decoderOf(declared).decode(bytes, options);
}

function decoderOf(name: string): TextDecoder {
  try {
    return new TextDecoder(name);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
