import { expect, test } from 'vitest';
import { hostOf, RemoteCounter, srcsetAddresses } from './remoteCount';

test('images, trackers and where they are', () => {
  const counter = new RemoteCounter();
  counter.add('https://mailer.example/a.png', false);
  counter.add('https://mailer.example/a.png', false);
  counter.add('//mailer.example/b.png', false);
  counter.add('http://track.example/pixel', true);
  counter.add('ftp://old.example/c.png', false);
  expect(counter.result()).toEqual({
    images: 3,
    trackers: 1,
    others: { sheets: 0, fonts: 0, media: 0, pages: 0 },
    hosts: ['mailer.example', 'track.example', 'old.example'],
    addresses: ['https://mailer.example/a.png', 'https://mailer.example/b.png'],
  });
});

test('what is seen once is no tracker', () => {
  const counter = new RemoteCounter();
  counter.add('https://x.example/a', true);
  counter.add('https://x.example/a', false);
  expect(counter.result()).toMatchObject({ images: 1, trackers: 0 });
});

test('what is no image, each address once, and only from other machines', () => {
  const counter = new RemoteCounter();
  counter.addOther('fonts', 'https://type.example/a.woff2');
  counter.addOther('fonts', ' https://type.example/a.woff2');
  counter.addOther('fonts', 'data:font/woff2;base64,AA==');
  counter.addOther('sheets', '//type.example/a.css');
  counter.addOther('pages', 'frame.html');
  expect(counter.result()).toMatchObject({
    images: 0,
    others: { sheets: 1, fonts: 1, media: 0, pages: 0 },
    hosts: ['type.example'],
    addresses: [],
  });
});

test('hosts', () => {
  expect(hostOf('https://A.example:8080/x')).toBe('a.example');
  expect(hostOf('//b.example/x')).toBe('b.example');
  expect(hostOf('data:image/png;base64,AA')).toBeNull();
  expect(hostOf('picture.png')).toBeNull();
  expect(hostOf('http://')).toBeNull();
});

test('srcset', () => {
  expect(srcsetAddresses('a.png 1x, https://x.example/b,c.png 2x,d.png')).toEqual([
    'a.png',
    'https://x.example/b,c.png',
    'd.png',
  ]);
  expect(srcsetAddresses('')).toEqual([]);
});

test('srcset with commas and spaces in odd places', () => {
  expect(srcsetAddresses(' ,, a.png,,\n,b.png 1x 2y,c.png 100w ,d.png')).toEqual([
    'a.png',
    'b.png',
    'c.png',
    'd.png',
  ]);
});

test.each([' ', ',', ' ,', 'a ', 'a, ', 'a', '1x,', '\n\t'])('a megabyte of %j does not hang', (part) => {
  const long = part.repeat(1_000_000 / part.length);
  const start = performance.now();
  srcsetAddresses(long);
  srcsetAddresses(`a ${long}`);
  // As many short ones as a message can have.
  for (let times = 0; times < 1_000; times += 1) {
    srcsetAddresses(long.slice(0, 1_000));
  }
  expect(performance.now() - start).toBeLessThan(5_000);
});
