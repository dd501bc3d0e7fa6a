declare module 'punycode/punycode.es6.js' {
  /** Decodes the `xn--` labels of a name. @throws RangeError for what is no Punycode */
  export function toUnicode(name: string): string;
  /** Encodes what is not ASCII of a name, without any check of it. */
  export function toASCII(name: string): string;
}
