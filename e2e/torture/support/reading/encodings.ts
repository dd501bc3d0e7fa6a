/** How mail writes what is not ASCII. */

/** An encoded word (RFC 2047). */
export const encoded = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

/** A parameter's value (RFC 2231): every octet escaped. */
export const extended = (text: string) =>
  `utf-8''${[...Buffer.from(text)].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('')}`;

/** Base64, in lines. */
export const lines = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding)
    .toString('base64')
    .match(/.{1,76}/g) ?? [];
