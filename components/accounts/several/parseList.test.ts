import { expect, test } from 'vitest';
import { maxLines, parseList } from './parseList';

const read = (text: string) => parseList(text).map(({ line: _, problem, ...rest }) => ({ ...rest, problem }));
const ada = {
  address: 'ada@example.org',
  host: null,
  port: 995,
  security: 'tls',
  username: 'ada@example.org',
  password: '',
  problem: null,
};

test('an address a line is enough', () => {
  expect(read('ada@example.org\n\n  bob@example.net \r\n')).toEqual([
    ada,
    { ...ada, address: 'bob@example.net', username: 'bob@example.net' },
  ]);
  expect(read('')).toEqual([]);
});

test.each<[string, string, object]>([
  [
    'all of it',
    'ada@example.org,POP.example.org,ada,s3cret,110,STARTTLS',
    { host: 'pop.example.org', username: 'ada', password: 's3cret', port: 110, security: 'starttls' },
  ],
  ['semicolons', 'ada@example.org;pop.example.org;ada', { host: 'pop.example.org', username: 'ada' }],
  [
    'tabs',
    'ada@example.org\tpop.example.org\t\t  spaces stay ',
    { host: 'pop.example.org', password: '  spaces stay ' },
  ],
  ['a port with the server', 'ada@example.org,pop.example.org:2995', { host: 'pop.example.org', port: 2995 }],
  [
    'a security alone',
    'ada@example.org,pop.example.org,,,,starttls',
    { host: 'pop.example.org', port: 110, security: 'starttls' },
  ],
  ['quotes', 'ada@example.org,,,"a,""b"""', { password: 'a,"b"' }],
  ['a password of digits', 'ada@example.org,,,12345', { password: '12345' }],
])('%s', (_, text, change) => {
  expect(read(text)).toEqual([{ ...ada, ...change }]);
});

test('a first line may name the columns, in any order, and some that nobody needs', () => {
  expect(read('\ufeffPassword;Note;E-Mail;POP server\nx;old;ada@example.org;pop.example.org')).toEqual([
    { ...ada, host: 'pop.example.org', password: 'x' },
  ]);
});

test.each([
  ['ada', 'address'],
  ['ada@example.org,pop.example.org:99999', 'port'],
  ['ada@example.org,pop,ada,x,0', 'port'],
  ['ada@example.org,pop,ada,x,995,rot13', 'security'],
  ['ada@example.org,,,"x', 'quote'],
])('%s is refused for its %s', (text, problem) => {
  expect(read(text)[0]?.problem).toBe(problem);
});

test('a line that is parted in another way than the first is read in its own', () => {
  expect(read('ada@example.org, pop.example.org\nbob@example.net;pop.example.net;bob;x')).toMatchObject([
    { host: 'pop.example.org', problem: null },
    { address: 'bob@example.net', host: 'pop.example.net', username: 'bob', password: 'x', problem: null },
  ]);
  expect(read('ada@example.org,x\nbob@example.net;y;bob;a,b')[1]).toMatchObject({ problem: 'address' });
});

test('an account stands in it once, and there is an end', () => {
  expect(read('ada@example.org\nADA@example.org,,ada@example.org').map(({ problem }) => problem)).toEqual([
    null,
    'twice',
  ]);
  const many = Array.from({ length: maxLines + 1 }, (_, n) => `u${n}@example.org`).join('\n');
  expect(
    parseList(many)
      .map(({ problem }) => problem)
      .filter(Boolean),
  ).toEqual(['tooMany']);
});

test('lines are counted as an editor counts them, with those inside of quotes', () => {
  expect(parseList('ada@example.org,,,"two\nlines"\nbob').map(({ line }) => line)).toEqual([1, 3]);
});
