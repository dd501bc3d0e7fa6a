import { decodeWords } from 'postal-mime';
import { inOneLine } from './letters';

type Headers = readonly { name: string; value: string }[];

/** The identifier of a mailing list (RFC 2919 §3), lower case; null: none, or no identifier. */
export function listIdOf(headers: Headers): string | null {
  const value = fieldOf(headers);
  return value === undefined ? null : listIdIn(value);
}

/** The identifier in what stands in List-Id: alone, in brackets, or behind the list's name. */
export function listIdIn(text: string): string | null {
  const value = text.slice(0, 2_000);
  const id = (/<([^<>]{1,255})>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase();
  return /^[^\s<>]{1,255}$/.test(id) ? id : null;
}

/** What people are to call that list (RFC 2919 §3): the phrase before the identifier, in one line. Empty: there is none. */
export function listNameOf(headers: Headers): string {
  const phrase = /^(.*)<[^<>]*>\s*$/s.exec(fieldOf(headers) ?? '')?.[1]?.trim() ?? '';
  return inOneLine(decodeWords(phrase.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/gs, '$1')), 100);
}

const fieldOf = (headers: Headers): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === 'list-id')?.value.slice(0, 2_000);
