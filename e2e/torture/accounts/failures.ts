import { FailureGround } from './ground';
import { type Kind, kinds } from './kinds';
import { wordsOf } from './words';

export interface Row {
  kind: string;
  /** The first sentence that the person reads. */
  sentence: string;
  /** What the doctor's list ends in, in the same words; null: there was nothing to look at, or nothing wrong so far. */
  doctor: string | null;
  /** It is told in the words that are meant for it. */
  explained: boolean;
}

/** Makes each kind of failure, one after the other. */
export async function makeFailures(chosen: readonly Kind[] = kinds): Promise<Row[]> {
  const ground = await FailureGround.start();
  const rows: Row[] = [];
  try {
    for (const { name: kind, told: meant, make } of chosen) {
      const { problem, rows: found } = await make(ground);
      const { told, sentence } = wordsOf(problem);
      const failed = found.find(({ side, state }) => side === 'incoming' && state === 'failed');
      const doctor = failed?.problem ? wordsOf(failed.problem).sentence : null;
      rows.push({ kind, sentence, doctor, explained: told === meant });
    }
  } finally {
    await ground.stop();
  }
  return rows;
}
