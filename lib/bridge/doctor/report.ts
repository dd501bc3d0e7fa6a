import 'server-only';
import type { DoctorCheck, DoctorEvent, DoctorFacts, DoctorNote, DoctorSide } from '@/lib/contract/doctor';
import type { Problem, SignInStep } from '@/lib/contract/errors';
import { toProblem } from '../problem';
import { RequestGone } from '../transport';

/** A check failed, and was reported: nothing further of that side can be looked at. */
export class Stopped extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** How a check went, where it did not fail. */
export interface Finding {
  state?: 'good' | 'odd' | 'left';
  note?: DoctorNote;
  problem?: Problem;
}

const steps: Record<DoctorCheck, SignInStep> = {
  name: 'name',
  connection: 'connection',
  tls: 'tls',
  greeting: 'greeting',
  capabilities: 'greeting',
  login: 'password',
  maildrop: 'mailbox',
  uidl: 'mailbox',
  top: 'mailbox',
  pipelining: 'mailbox',
  roundTrip: 'mailbox',
};

/** The rows of one side, told as they come. */
export class Report {
  constructor(
    private readonly side: DoctorSide,
    private readonly tell: (event: DoctorEvent) => void,
  ) {}

  /**
   * Runs a check and tells how it went.
   * @param work fills in what it finds out, and answers how that is to be taken
   * @throws Stopped when it failed; RequestGone when nobody listens any more
   */
  async check<Value>(
    check: DoctorCheck,
    work: (facts: DoctorFacts, finding: Finding) => Promise<Value>,
  ): Promise<Value> {
    const { side, tell } = this;
    tell({ kind: 'begin', side, check });
    const began = performance.now();
    const facts: DoctorFacts = {};
    const finding: Finding = {};
    const row = (rest: Finding | { state: 'failed'; problem: Problem }) =>
      tell({
        kind: 'row',
        side,
        check,
        state: 'good',
        ms: Math.round(performance.now() - began),
        facts,
        ...rest,
      });
    try {
      const value = await work(facts, finding);
      row(finding);
      return value;
    } catch (error) {
      if (error instanceof RequestGone) throw error;
      const problem = toProblem(error, steps[check]);
      row({ ...finding, state: 'failed', problem });
      throw new Stopped(problem);
    }
  }

  /** A check that is not made, and why. */
  leave(check: DoctorCheck, note: DoctorNote): void {
    this.tell({ kind: 'row', side: this.side, check, state: 'left', ms: 0, facts: {}, note });
  }
}
