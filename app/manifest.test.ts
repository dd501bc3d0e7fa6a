import { expect, it } from 'vitest';
import { parseRoute, routeHref } from '@/components/shell/route';
import manifest from './manifest';

it('shortcuts lead to places of the app, by their own names', () => {
  const { shortcuts = [], start_url, scope = '' } = manifest();
  expect(shortcuts.map(({ name }) => name)).toEqual(['Inbox', 'Starred', 'Settings']);
  for (const { url } of [...shortcuts, { url: start_url ?? '' }]) {
    expect(url.startsWith(`${scope}mail`), url).toBe(true);
  }
  const routes = shortcuts.map(({ url }) => parseRoute(new URL(url, 'https://mail.example').searchParams));
  expect(routes.map(({ folder, settings, message, add }) => [folder, settings, message, add])).toEqual([
    ['inbox', null, null, false],
    ['starred', null, null, false],
    ['inbox', 'all', null, false],
  ]);
  // What does not get there by its address would be left out of the route.
  expect(routes.map(({ folder, settings }) => routeHref({ folder, settings }))).toEqual(
    shortcuts.map(({ url }) => expect.stringContaining(url.split('?')[1] ?? '')),
  );
});
