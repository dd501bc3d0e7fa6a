import { expect, it } from 'vitest';
import { makeFailures } from './failures';
import { kinds } from './kinds';

it('every way in which adding an account fails is told in the words that are meant for it', async () => {
  expect(kinds).toHaveLength(22);
  // Dovecot takes eleven seconds to say that a maildrop is busy: left to `npm run torture -- accounts`.
  const rows = await makeFailures(kinds.filter(({ name }) => name !== 'maildrop busy'));
  expect(rows.filter(({ explained }) => !explained)).toEqual([]);
  // Two kinds in the same words would be one kind to the person.
  expect(new Set(rows.map(({ sentence }) => sentence)).size).toBe(21);
}, 60_000);
