/** The identifier of a mailing list (RFC 2919 §3), lower case; null: none, or no identifier. */
export function listIdOf(headers: readonly { name: string; value: string }[]): string | null {
  const value = headers.find(({ name }) => name.toLowerCase() === 'list-id')?.value.slice(0, 2_000);
  if (value === undefined) return null;
  const id = (/<([^<>]{1,255})>\s*$/.exec(value)?.[1] ?? value).trim().toLowerCase();
  return /^[^\s<>]{1,255}$/.test(id) ? id : null;
}
