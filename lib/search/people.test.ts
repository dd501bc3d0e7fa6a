import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { parseQuery } from '@/lib/mail/query';
import { saveContact } from '@/lib/store/contactChanges';
import { addressesFound, asksForPeople, People, type Person, withPeople } from './people';

const people: Person[] = [
  { name: 'Ada Lovelace', addresses: ['ada@work.example', 'al@home.example'] },
  { name: 'Zoë Ada', addresses: ['zoe@x.example'] },
  { name: 'Bora', addresses: ['bora@x.example'] },
];

/** Addresses that are looked for besides. */
function added(text: string, typing = false): string[] {
  const found: string[] = [];
  JSON.stringify(withPeople(parseQuery(text, { typing, now: 0 }).query, people), (_, part) => {
    if (part?.kind === 'words' && part.text.includes('@')) found.push(`${part.field}:${part.text}`);
    return part;
  });
  return found;
}

test.each([
  ['from:ada', ['from:ada@work.example', 'from:al@home.example', 'from:zoe@x.example']],
  ['to:"ada lovelace"', ['to:ada@work.example', 'to:al@home.example']],
  ['cc:zoe -from:bora', ['cc:zoe@x.example', 'from:bora@x.example']],
  ['from:(bora OR ZOE)', ['from:bora@x.example', 'from:zoe@x.example']],
  ['from:lov', []],
  ['ada subject:bora filename:zoe', []],
])('%s asks for what their contacts are called', (text, addresses) => {
  expect(added(text)).toEqual(addresses);
});

test('what is found through contacts is told, but not what must not be found', () => {
  const found = (text: string) => addressesFound(parseQuery(text, { now: 0 }).query, people);
  expect(found('from:(bora OR zoe) -to:ada kiln')).toEqual(['bora@x.example', 'zoe@x.example']);
});

test('the name that is being typed may go on', () => {
  expect(added('from:lov', true)).toEqual(['from:ada@work.example', 'from:al@home.example']);
});

test('contacts are read for queries that ask for people alone', () => {
  const asks = (text: string) => asksForPeople(parseQuery(text, { now: 0 }).query);
  expect(['from:a', 'x -to:b', '(a OR cc:c) d'].map(asks)).toEqual([true, true, true]);
  expect(['a', 'subject:b is:unread', '-c OR "d e"'].map(asks)).toEqual([false, false, false]);
});

test('a contact that is written down is known from then on', async () => {
  const known = new People();
  expect(await known.all()).toEqual([]);
  const details = { name: 'Ada', addresses: ['al@home.example'], phones: [], organisation: '', note: '' };
  await saveContact(details);
  expect(await known.all()).toMatchObject([{ name: 'Ada', addresses: ['al@home.example'] }]);
});
