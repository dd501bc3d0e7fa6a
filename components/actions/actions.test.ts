import { expect, test } from 'vitest';
import type { Folder, View } from '@/lib/store/schema';
import { type Action, type Asking, changeFor, leaves, movesFor } from './actions';

const message = (folder: Folder, unread = false, starred = false) => ({ folder, unread, starred });

test.each<[Folder[], string[]]>([
  [['inbox'], ['archive', 'junk', 'delete']],
  [['archive'], ['inbox', 'junk', 'delete']],
  [['junk'], ['notJunk', 'delete']],
  [['trash'], ['inbox', 'delete']],
  [
    ['inbox', 'archive'],
    ['archive', 'junk', 'delete'],
  ],
  [['own-3'], ['inbox', 'archive', 'junk', 'delete']],
  [['snoozed'], ['inbox', 'archive', 'junk', 'delete']],
  [[], []],
])('messages in %j can go: %j', (folders, moves) => {
  expect(movesFor(folders)).toEqual(moves);
});

test.each<[Exclude<Action, Asking>, ReturnType<typeof message>[], ReturnType<typeof changeFor>]>([
  ['archive', [message('inbox')], { folder: 'archive' }],
  ['archive', [message('archive')], null],
  ['junk', [message('junk')], null],
  ['junk', [message('junk'), message('inbox')], { folder: 'junk' }],
  ['notJunk', [message('junk')], { folder: 'inbox' }],
  ['switchJunk', [message('junk')], { folder: 'inbox' }],
  ['switchJunk', [message('junk'), message('inbox')], { folder: 'junk' }],
  ['delete', [message('trash')], null],
  ['star', [message('inbox', false, true), message('inbox')], { starred: true }],
  ['star', [message('inbox', false, true)], { starred: false }],
  ['unread', [message('inbox', true), message('inbox')], { unread: false }],
  ['unread', [message('inbox')], { unread: true }],
  ['archive', [], null],
])('%s on %j is %j', (action, messages, change) => {
  expect(changeFor(action, messages)).toEqual(change);
});

test.each<[View, Parameters<typeof leaves>[1], boolean]>([
  ['inbox', { folder: 'archive' }, true],
  ['inbox', { starred: true }, false],
  ['starred', { folder: 'archive' }, false],
  ['starred', { folder: 'trash' }, true],
  ['starred', { starred: false }, true],
  ['trash', { folder: 'inbox' }, true],
  ['own-3', { folder: 'own-4' }, true],
  ['own-3', { addLabels: ['label-1'] }, false],
  ['label-1', { removeLabels: ['label-1'] }, true],
  ['label-1', { folder: 'archive' }, false],
  ['label-1', { folder: 'junk' }, true],
])('from %s, %j leaves: %s', (view, change, expected) => {
  expect(leaves(view, change)).toBe(expected);
});
