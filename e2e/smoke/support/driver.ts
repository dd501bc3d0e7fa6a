import { randomUUID } from 'node:crypto';

/** Sends one command of W3C WebDriver, by its name there, and gives its value. Rejects with the browser's own words. */
export type Send = (command: Command, parameters: Record<string, unknown>) => Promise<unknown>;

/** The commands that the smoke runs need. */
export type Command =
  | 'Navigate'
  | 'Refresh'
  | 'ExecuteAsyncScript'
  | 'FindElements'
  | 'ElementClick'
  | 'ElementSendKeys'
  | 'TakeScreenshot';

/** A browser that is driven over WebDriver. */
export interface Browser {
  /** As it names itself: `firefox 153.0`. */
  name: string;
  send: Send;
  close: () => Promise<void>;
}

/** The key under which an element's handle stands (WebDriver, "web element identifier"). */
const handle = 'element-6066-11e4-a52e-4f735466cecf';
const patience = 30_000;
const pause = 150;

/** What a person does, over WebDriver's commands. */
export class Hand {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  async goTo(url: string): Promise<void> {
    await this.#send('Navigate', { url });
  }

  async reload(): Promise<void> {
    await this.#send('Refresh', {});
  }

  /** Presses what an XPath finds, as soon as it is there and takes the press. */
  async press(xpath: string): Promise<void> {
    await this.#until(`press ${xpath}`, async () => {
      const [element] = await this.#find(xpath);
      if (element === undefined) return null;
      await this.#send('ElementClick', { id: element });
      return true;
    });
  }

  /** Types into what an XPath finds. */
  async type(xpath: string, text: string): Promise<void> {
    await this.#until(`type into ${xpath}`, async () => {
      const [element] = await this.#find(xpath);
      if (element === undefined) return null;
      await this.#send('ElementSendKeys', { id: element, text });
      return true;
    });
  }

  /** Runs the body of an async function in the page until it gives something that is neither null nor false. */
  async see<Value>(what: string, body: string, within = patience): Promise<Value> {
    return this.#until(
      what,
      async () => {
        const value = (await this.run(body)) as Value | null | false;
        return value === false ? null : value;
      },
      within,
    );
  }

  /** Runs the body of an async function in the page, and gives what it returns. */
  async run(body: string): Promise<unknown> {
    const script = `
      const done = arguments[arguments.length - 1];
      (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = (await this.#send('ExecuteAsyncScript', { script, args: [] })) as {
      value?: unknown;
      error?: string;
    };
    if (answer.error !== undefined) throw new Error(`in the page: ${answer.error}`);
    return answer.value ?? null;
  }

  /** A picture of the window, PNG. */
  async picture(): Promise<Buffer> {
    return Buffer.from(String(await this.#send('TakeScreenshot', { full: false })), 'base64');
  }

  async #find(xpath: string): Promise<string[]> {
    const found = (await this.#send('FindElements', { using: 'xpath', value: xpath })) as Record<
      string,
      string
    >[];
    return found.flatMap((element) => element[handle] ?? []);
  }

  /** Tries until there is something; what fails meanwhile (an element that goes) is tried again. */
  async #until<Value>(what: string, attempt: () => Promise<Value | null>, within = patience): Promise<Value> {
    const end = Date.now() + within;
    let last: unknown = null;
    for (;;) {
      try {
        const value = await attempt();
        if (value !== null) return value;
      } catch (error) {
        last = error;
      }
      if (Date.now() > end) throw new Error(`Could not ${what} within ${within / 1000} s. ${last ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** A name for a folder or a session that nobody else has. */
export const uniqueName = () => `postbag-smoke-${randomUUID()}`;
