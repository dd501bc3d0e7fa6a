import { describe, expect, it } from 'vitest';
import { corpusFolder } from '@/e2e/support/corpus';
import { falseAlarms, missedSpoofs } from './support/reading/spoofs';

const folder = corpusFolder();
if (folder === null) console.warn('spoofs: there is no corpus (POSTBAG_CORPUS); left out.');

describe.runIf(folder !== null)('deceiving mail', () => {
  it('every spoof of the list is told, and nothing of its harmless rows', async () => {
    const { rows, missed } = await missedSpoofs(folder ?? '');
    expect(missed).toEqual([]);
    expect(rows).toBeGreaterThan(70);
  });

  it('of honest mail one message in fifty is warned about at the most', async () => {
    const { messages, warned } = await falseAlarms(folder ?? '');
    expect(warned.size / messages, [...warned].join('\n')).toBeLessThanOrEqual(0.02);
  }, 90_000);
});
