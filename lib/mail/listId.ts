/** The identifier of a mailing list (RFC 2919 §3), lower case; null: none, or no identifier. */
export function listIdOf(headers: readonly { name: string; value: string }[]): string | null {
  const value = headers.find(({ name }) => name.toLowerCase() === 'list-id')?.value;
  return value === undefined ? null : listIdIn(value);
}

/** The identifier in what stands in List-Id: alone, in brackets, or behind the list's name. */
export function listIdIn(text: string): string | null {
  const value = text.slice(0, 2_000);
  const id = (/<([^<>]{1,255})>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase();
  return /^[^\s<>]{1,255}$/.test(id) ? id : null;
}
