declare module 'punycode/punycode.es6.js' {
  /** Decodes the `xn--` labels of a name. @throws RangeError for what is no Punycode */
  export function toUnicode(name: string): string;
}
