import fc from 'fast-check';

/** Writes down what a case came to; the summary counts them, and a run must have seen all that are expected. */
export type Note = (outcome: string) => void;

export interface Torture {
  name: string;
  /** How many of 100 cases are this one's. */
  share: number;
  /** Outcomes that a run of thousands of cases must meet: a generator that no longer gets there tests nothing. */
  expected: readonly string[];
  property(note: Note): fc.IRawProperty<unknown>;
}

export type Outcomes = Record<string, number>;

/** A case that waits longer for something that never comes is a hang. (What computes for ever only a watchdog ends.) */
const caseMs = 10_000;

/** Runs so many cases; null, or the counterexample in words, shrunk. */
export async function torment(
  torture: Torture,
  cases: number,
  seed: number,
  outcomes: Outcomes,
): Promise<string | null> {
  const property = torture.property((outcome) => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  });
  const details = await fc.check(
    property as fc.IAsyncProperty<unknown>,
    {
      seed,
      numRuns: cases,
      timeout: caseMs,
      includeErrorInReport: true,
    } as fc.Parameters<unknown>,
  );
  return details.failed ? (fc.defaultReportMessage(details) ?? 'failed') : null;
}

/** What the torture expects and did not meet. */
export function unmet({ name, expected }: Torture, outcomes: Outcomes): string[] {
  return expected.filter((outcome) => !outcomes[outcome]).map((outcome) => `${name} never met “${outcome}”`);
}
