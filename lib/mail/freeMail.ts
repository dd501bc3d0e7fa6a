/** Where anybody gets an address for nothing; the largest of the lists that SpamAssassin's FreeMail has. */
const free =
  /@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|aol|gmx|web|mail|inbox|yandex|qq|163|126|sina|rediffmail|icloud|protonmail|proton|zoho|netscape|excite|lycos)\.(?:com?\.)?[a-z]{2,4}$/i;

/** Whether everybody's address could be at the same domain: two of them are two people's. */
export const isFreeMail = (address: string): boolean => free.test(address);

/** Addresses that are one mailbox are the same by this: Google reads no points, and nothing behind a `+`. */
export function mailboxKey(address: string): string {
  const lower = address.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  const domain = lower.slice(at + 1).replace(/^googlemail\./, 'gmail.');
  const user = lower.slice(0, Math.max(at, 0)).replace(/\+.*$/, '');
  return `${domain.startsWith('gmail.') ? user.replaceAll('.', '') : user}@${domain}`;
}
