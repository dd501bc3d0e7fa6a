/** Whether a header can be called so (RFC 5322 §2.2): printable ASCII without a colon and spaces. */
export const isHeaderName = (name: string): boolean => /^[!-9;-~]+$/.test(name);

/** Fields that hold addresses (RFC 5322 §3.6.2 and §3.6.3): Sieve's `address` is asked of them. */
export const isAddressField = (name: string): boolean => /^(?:from|to|cc|bcc|sender|reply-to)$/i.test(name);
