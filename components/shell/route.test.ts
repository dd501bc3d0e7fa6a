import { expect, test } from 'vitest';
import { inbox, parseRoute, type Route, routeHref } from './route';

const parse = (query: string) => parseRoute(new URLSearchParams(query));

test.each<Partial<Route>>([
  {},
  { message: 12 },
  { add: true },
  { add: true, account: 'abcdefghijklmnopqrstuv' },
])('%j goes through its address and back', (route) => {
  expect(parse(routeHref(route).split('?')[1] ?? '')).toEqual({ ...inbox, ...route });
});

test.each(['message=-1', 'message=1e9', 'message=<script>', 'message=', 'folder=../x', 'account=x', ''])(
  '%j is taken for the inbox',
  (query) => {
    expect(parse(query)).toEqual(inbox);
  },
);
