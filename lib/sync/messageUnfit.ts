/** This device cannot take this message: the others behind it can still come. */
export class MessageUnfit extends Error {
  override name = 'MessageUnfit';

  constructor(
    readonly uidl: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
