/** Octets a second over a sliding window of five seconds: steady enough to tell the time left, quick to notice change. */
export class Rate {
  readonly #window = 5_000;
  #samples: { at: number; octets: number }[] = [];

  /** @param at ms, ascending */
  add(octets: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last && at - last.at < 100) last.octets += octets;
    else this.#samples.push({ at, octets });
    this.#trim(at);
  }

  /** Octets a second; 0 until half a second is known. */
  at(now: number): number {
    this.#trim(now);
    const first = this.#samples[0];
    if (!first || now - first.at < 500) return 0;
    return this.#samples.reduce((sum, { octets }) => sum + octets, 0) / ((now - first.at) / 1_000);
  }

  #trim(now: number): void {
    while (this.#samples[0] && now - this.#samples[0].at > this.#window) this.#samples.shift();
  }
}
