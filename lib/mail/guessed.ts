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

/** Names that say nothing of letters beyond seven bits; programs write them for whatever comes. */
const saysNothing = /^(?:us-?ascii|ascii|ansi_x3\.4-1968|(?:x-)?unknown.*)?$/i;

/**
 * In which letters the text of a message is, where they are not those in which it was read: what was declared is believed
 * as long as it can be read so. Where it cannot, or nothing was said, UTF-8 proves itself, and all else is read as most
 * programs do. A text may be cut or damaged: letters of UTF-8 seldom come out whole by chance, so that few of them prove it.
 *
 * @param read the text as it was declared; as UTF-8 where nothing was
 * @param named what the text says of itself, which counts where the header says nothing; empty: nothing
 * @returns null where `read` is right
 */
export function truerCharset(bytes: Uint8Array, declared: string, read: string, named = ''): string | null {
  const silent = saysNothing.test(declared.trim());
  if (silent ? !nonAscii.test(read) : !read.includes(broken)) return null;
  if (isUtf8(bytes)) return 'utf-8';
  if (!silent && mostlyWhole(read)) return null;
  return named || 'windows-1252';
}

const broken = '\ufffd';
// biome-ignore lint/suspicious/noControlCharactersInRegex: seven bits begin with them
const nonAscii = /[^\u0000-\u007f]/;

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return nonAscii.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return mostlyWhole(new TextDecoder().decode(bytes));
  }
}

/** So many broken letters one whole one makes up for. */
const damage = 4;

function mostlyWhole(text: string): boolean {
  let sum = 0;
  for (const letter of text) if (letter > '\u007f') sum += letter === broken ? -1 : damage;
  return sum > 0;
}
