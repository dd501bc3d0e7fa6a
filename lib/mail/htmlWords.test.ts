import { expect, test } from 'vitest';
import { htmlWords } from './htmlWords';

const folded = (html: string) => htmlWords(html).replace(/\s+/g, ' ').trim();

test.each([
  ['<p>Fish</p><p>chips</p>', 'Fish chips'],
  ['<b>F</b>ish <span>ch</span>ips', 'Fish chips'],
  ['<td>one</td><td>two</td>', 'one two'],
  ['a<br>b<hr/>c', 'a b c'],
  ['<head><title>no</title></head><style>p{}</style><script>x</script><!-- y > z -->seen', 'seen'],
  ['<header>seen</header>', 'seen'],
  ['K&ouml;ln &Aring;rhus stra&szlig;e &OELIG;uvre &#8364; &#x130;zmir', 'Köln Århus straße œuvre € İzmir'],
  ['&unknown; &amp;lt; a&nbsp;b', '&lt; a b'],
  ['3 < 4 and <b', '3'],
  ['no tags', 'no tags'],
  ['<p title="unclosed', ''],
  ['&#0; &#xD800; &#x110000;', ''],
])('%s', (html, words) => {
  expect(folded(html)).toBe(words);
});

test('any of it in linear time', () => {
  for (const sign of ['<', '<!--', '<style', '&', '&#', '<a ']) {
    expect(() => htmlWords(sign.repeat(200_000))).not.toThrow();
  }
});
