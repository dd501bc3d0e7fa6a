import { expect, test, vi } from 'vitest';
import type { Attachment } from '@/lib/mail/types';
import { embeddedPictures } from './embedded';

/** The browser's, of which Node has none. */
class Reader {
  result = '';
  onload = () => {};
  readAsDataURL(blob: Blob): void {
    void blob.arrayBuffer().then((bytes) => {
      this.result = `data:${blob.type};base64,${Buffer.from(bytes).toString('base64')}`;
      this.onload();
    });
  }
}
vi.stubGlobal('FileReader', Reader);

const part = (contentId: string, type = 'image/png', octets = 3, filler = contentId.length): Attachment => ({
  name: '',
  type,
  size: octets,
  contentId,
  bytes: new Uint8Array(octets).fill(filler),
});

const none = new Map<string, string>();

test('pictures that were loaded stand in their places, in whatever way the address is written', async () => {
  const { find } = await embeddedPictures(
    '',
    [],
    new Map([['https://x.example/a.png', 'data:image/png;base64,AA==']]),
  );
  expect(find(' http://x.example/a.png#1 ')).toBe('data:image/png;base64,AA==');
  expect(find('//X.example/a.png')).toBe('data:image/png;base64,AA==');
  expect(find('https://x.example/b.png')).toBeNull();
});

test('only what stays in the message counts as shown', async () => {
  const [one, other] = [part('one@x'), part('other@x')];
  const { find, keep, shown } = await embeddedPictures(
    '<!-- cid:other@x --><img src="cid:ONE%40x">',
    [one, other],
    none,
  );
  const address = find(' cid:ONE%40x ');
  expect(address).toMatch(/^data:image\/png;base64,/);
  expect(find('cid:other@x')).not.toBeNull();
  expect([...shown]).toEqual([]);
  keep(address ?? '');
  expect([...shown]).toEqual([one]);
});

test('pictures in style', async () => {
  const [one, other] = [part('one'), part('other')];
  const { find, keepStyle, shown } = await embeddedPictures('cid:one cid:other', [one, other], none);
  keepStyle(`background: url("${find('cid:one')}") no-repeat; color: red`);
  expect([...shown]).toEqual([one]);
});

test('of two different parts with one id, one is shown', async () => {
  const [first, second] = [part('same', 'image/png', 3, 1), part('same', 'image/png', 3, 2)];
  const { find, keep, shown } = await embeddedPictures('cid:same', [first, second], none);
  keep(find('cid:same') ?? '');
  expect([...shown]).toEqual([first]);
});

test('one picture under two ids is shown when one of them is', async () => {
  const [first, second] = [part('a', 'image/png', 3, 1), part('b', 'image/png', 3, 1)];
  const { find, keep, shown } = await embeddedPictures('cid:a cid:b', [first, second], none);
  keep(find('cid:b') ?? '');
  expect([...shown]).toEqual([first, second]);
});

test.each(['image/heic', 'image/tiff', 'application/pdf'])('%s is never shown in place', async (type) => {
  const { find } = await embeddedPictures('<img src="cid:x">', [part('x', type)], none);
  expect(find('cid:x')).toBeNull();
});

test('pictures behind the first 16 MiB are not shown in place', async () => {
  const parts = [part('a', 'image/png', 10 * 1024 * 1024), part('b', 'image/png', 10 * 1024 * 1024, 2)];
  const { find } = await embeddedPictures('cid:a cid:b', parts, none);
  expect(find('cid:a')).not.toBeNull();
  expect(find('cid:b')).toBeNull();
});

test('other addresses stand for nothing, and data for itself', async () => {
  const { find } = await embeddedPictures('cid:x', [], none);
  expect(find('https://x.example/a.png')).toBeNull();
  expect(find('cid:x')).toBeNull();
  expect(find('data:text/html;base64,AAAA')).toBeNull();
  expect(find('data:image/gif;base64,AAAA')).toBe('data:image/gif;base64,AAAA');
});

test('a megabyte of ids and of parameters does not hang', async () => {
  const start = performance.now();
  const { find, keepStyle } = await embeddedPictures('cid:'.repeat(250_000), [part('a')], none);
  find(`data:image/png${';a=b'.repeat(250_000)}`);
  keepStyle('url("data:'.repeat(100_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});
