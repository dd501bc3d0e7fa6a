import { expect, test } from 'vitest';
import { hashOf } from '@/lib/store/junk/counts';
import { cutoffs, judge } from './judge';

const words = Array.from('абвгдежзиклмнопрстуфхцчшщэюя', (letter) => ({
  kind: 'word',
  text: `${letter}лово`,
}));
const letters = { kind: 'letters', text: 'Cyrillic' };

/** What is thought of a message in letters that stood in so much junk, and so much that was kept. */
const scoreOf = (junk: number, good: number) => {
  const counts = new Map(words.map(({ kind, text }) => [hashOf(`${kind} ${text}`), { junk: 1, good: 0 }]));
  counts.set(hashOf('letters Cyrillic'), { junk, good });
  return judge([letters, ...words], 'one', [{ account: 'one', junk: 30, good: 900, counts }]).score;
};

test('one message of junk in letters of its own makes no junk of all mail in those letters', () => {
  expect(scoreOf(1, 0)).toBeGreaterThan(cutoffs.unsure);
  expect(scoreOf(1, 0)).toBeLessThan(cutoffs.junk);
  expect(scoreOf(4, 0)).toBeGreaterThan(cutoffs.junk);
  expect(scoreOf(1, 1)).toBeGreaterThan(cutoffs.junk);
});

test('what people mark confirms what is believed of a form, and adds nothing; what they keep takes it back', () => {
  const form = { kind: 'form', text: 'badDate' };
  const scoreAt = (junk: number, good: number) => {
    const counts = new Map([[hashOf('form badDate'), { junk, good }]]);
    return judge([form], 'one', [{ account: 'one', junk: 30, good: 900, counts }]).score;
  };
  expect(scoreAt(20, 0)).toBeCloseTo(judge([form], 'one', []).score);
  expect(scoreAt(0, 600)).toBeLessThan(0.5);
});

test('one word that all mail has does not outweigh the word of its server; several do', () => {
  const known = ['the', 'altos', 'practise', 'second', 'movement'].map((text) => ({ kind: 'word', text }));
  const counts = new Map(
    known.map(({ kind, text }) => [hashOf(`${kind} ${text}`), { junk: 0, good: 300 }] as const),
  );
  const ordinary = (many: number) =>
    judge(known.slice(0, many), 'one', [{ account: 'one', junk: 30, good: 900, counts }]).ordinary;
  expect([1, 4, 5].map(ordinary)).toEqual([false, false, true]);
});
