import type { Answer } from '@/e2e/support/manners';

export interface Held {
  uidl: string;
  /** Lines that end in CRLF, dots not stuffed, as Latin-1. */
  text: string;
}

/** The answers of a server that holds these messages, whatever they are at the time of asking. */
export function holding(messages: readonly Held[]): Record<string, Answer> {
  const at = (line: string) => messages[Number(line.split(' ')[1]) - 1];
  const lines = (text: (message: Held, number: number) => string | number) =>
    ['+OK', ...messages.map((message, index) => `${index + 1} ${text(message, index + 1)}`), '.'].join(
      '\r\n',
    );
  return {
    STAT: () => `+OK ${messages.length} ${messages.reduce((sum, { text }) => sum + text.length, 0)}`,
    LIST: (_, line) => {
      if (line === 'LIST') return lines(({ text }) => text.length);
      const message = at(line);
      return message ? `+OK ${line.split(' ')[1]} ${message.text.length}` : '-ERR no such message';
    },
    UIDL: (_, line) => {
      if (line === 'UIDL') return lines(({ uidl }) => uidl);
      const message = at(line);
      return message ? `+OK ${line.split(' ')[1]} ${message.uidl}` : '-ERR no such message';
    },
    RETR: (_, line) => {
      const message = at(line);
      return message ? body(message.text) : '-ERR no such message';
    },
  };
}

/**
 * The answers of a server that also shows headers and deletes: DELE marks, QUIT removes, and a connection that ends
 * otherwise takes the marks back. `greeting` belongs to them.
 */
export function deleting(messages: Held[]): { greeting: Answer; answers: Record<string, Answer> } {
  const marked = new Set<Held>();
  const at = (line: string) => messages[Number(line.split(' ')[1]) - 1];
  return {
    greeting: () => {
      marked.clear();
      return '+OK ready';
    },
    answers: {
      ...holding(messages),
      TOP: (_, line) => {
        const message = at(line);
        return message
          ? body(message.text.slice(0, message.text.indexOf('\r\n\r\n') + 4))
          : '-ERR no such message';
      },
      DELE: (_, line) => {
        const message = at(line);
        if (!message) return '-ERR no such message';
        marked.add(message);
        return '+OK marked';
      },
      QUIT: (socket) => {
        const kept = messages.filter((message) => !marked.has(message));
        messages.splice(0, messages.length, ...kept);
        socket.end('+OK bye\r\n');
        return null;
      },
    },
  };
}

/** A reply of several lines: dots stuffed, and the end. */
export function body(text: string): string {
  return `+OK\r\n${text.replace(/(^|\r\n)\./g, '$1..')}.`;
}

/** Messages of the same form, numbered. */
export const letters = (...names: string[]): Held[] =>
  names.map((name) => ({ uidl: name, text: `Subject: ${name}\r\n\r\nbody of ${name}\r\n` }));

/** Messages whose headers name them, as nearly all mail has it. */
export const named = (...names: string[]): Held[] =>
  names.map((name) => ({
    uidl: name,
    text: `Message-ID: <${name}@example.com>\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\nSubject: ${name}\r\n\r\nbody of ${name}\r\n`,
  }));

export const asMail = (messages: readonly Held[]): [string, string][] =>
  messages.map(({ uidl, text }): [string, string] => [uidl, text]).sort(([a], [b]) => (a < b ? -1 : 1));
