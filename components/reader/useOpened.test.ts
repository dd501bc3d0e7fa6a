import { expect, test } from 'vitest';
import { MessageDamaged } from '@/lib/store/errors';
import { OpenFailure } from './opener';
import { failure } from './useOpened';

test('only the store says that stored mail is damaged', () => {
  const damaged = new MessageDamaged('the stored message is damaged');
  expect(failure(damaged)).toEqual({ state: 'damaged', error: damaged });
});

test('a script that did not load, or a database that did not answer, can be tried again', () => {
  const chunk = Object.assign(new Error('Failed to load chunk'), { name: 'ChunkLoadError' });
  expect(failure(chunk)).toEqual({ state: 'failed', error: chunk });
  expect(failure(new TypeError('error loading dynamically imported module')).state).toBe('failed');
  expect(failure('nonsense')).toMatchObject({ state: 'failed', error: { message: 'nonsense' } });
});

test('what the parser could not do is shown as source', () => {
  expect(failure(new OpenFailure('broken', 'too deep'))).toEqual({ state: 'source', reason: 'broken' });
  expect(failure(new OpenFailure('slow', 'no answer'))).toEqual({ state: 'source', reason: 'slow' });
});
