/** The rest of a worker that has nothing to do: until something changes, or for so long at most. */
export class Rest {
  #stirred = false;
  #end: () => void = () => {};

  /** Something has changed: the rest ends, or does not begin. */
  wake(): void {
    this.#stirred = true;
    this.#end();
  }

  /** What changes from now on is news: a piece of work begins that knows of all that was before. */
  begin(): void {
    this.#stirred = false;
  }

  /** @param longest ms */
  until(longest: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#stirred ? 0 : longest);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
