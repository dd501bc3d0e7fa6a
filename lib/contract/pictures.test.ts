import { describe, expect, it } from 'vitest';
import { pictureAddress, pictureType } from './pictures';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('what a picture is', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n....', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF87a', 'image/gif'],
    ['GIF89a', 'image/gif'],
    ['RIFF....WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x1cftypavif', 'image/avif'],
    [`BM${'\0'.repeat(12)}\x28\0\0\0`, 'image/bmp'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
    ['<?xml version="1.0"?><svg/>', null],
    ['<!doctype html><script>', null],
    ['BMW is a maker of cars, and this is a text.', null],
    ['RIFF....AVI LIST', null],
    ['\0\0\0\x1cftypmp42', null],
    ['GIF', null],
    ['', null],
  ])('%j is %s', (text, type) => {
    expect(pictureType(bytes(text))).toBe(type);
  });
});

describe('the address of a picture', () => {
  it.each([
    ['https://a.example/x.png', 'https://a.example/x.png'],
    [' http://a.example/x.png#y\n', 'https://a.example/x.png'],
    ['//a.example/x', 'https://a.example/x'],
    ['HTTP://A.example', 'https://a.example/'],
    ['https://a.example:443/x', 'https://a.example/x'],
    ['https://a.example:8443/x', 'https://a.example:8443/x'],
    ['http://a.example:8080/x', null],
    ['https://ada@a.example/x', null],
    ['https://:pass@a.example/x', null],
    ['ftp://a.example/x', null],
    ['cid:x@y', null],
    ['data:image/png;base64,AAAA', null],
    ['/api/logout', null],
    ['x.png', null],
    ['javascript:alert(1)', null],
    ['https://', null],
    [`https://a.example/${'x'.repeat(9_000)}`, null],
  ])('%j is asked for as %s', (given, asked) => {
    expect(pictureAddress(given)).toBe(asked);
  });
});
