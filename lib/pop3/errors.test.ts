import { describe, expect, it } from 'vitest';
import { cleanWords } from './errors';

const words = (text: string, ...secrets: string[]) => cleanWords(Buffer.from(text, 'utf8'), secrets);

describe('cleanWords', () => {
  it('removes what a terminal or a bidi algorithm would obey, and leaves markup as text', () => {
    expect(words(' a\u001b[31mb\0c\u202ed\u2028e\u0085f <b>g</b> ')).toBe('a [31mb c d e f <b>g</b>');
  });

  it('cuts to 200 characters, never through the middle of one', () => {
    expect(words('x'.repeat(1000))).toHaveLength(200);
    expect(Array.from(words('😀'.repeat(1000)))).toHaveLength(200);
  });

  it('reads UTF-8, and Latin-1 where it is not', () => {
    expect(words('größe')).toBe('größe');
    expect(cleanWords(Buffer.from('größe', 'latin1'), [])).toBe('größe');
  });

  it('blacks secrets out before it cuts, in any case', () => {
    expect(words('unknown command PASS S3.CRET!', 's3.cret')).toBe('unknown command PASS ***!');
    expect(words(`${'x'.repeat(196)} s3cret`, 's3cret')).not.toContain('s3c');
    expect(words('s3xcret', 's3.cret', '')).toBe('s3xcret');
  });

  it('finds a secret that was misread as Latin-1, and one that only the cleaning brings about', () => {
    const echoed = Buffer.concat([Buffer.from('unknown: PASS gehéïm!'), Buffer.from([0xff])]);
    expect(cleanWords(echoed, ['gehéïm'])).toBe('unknown: PASS ***!ÿ');
    expect(words('PASS pass\u200bword', 'pass word')).toBe('PASS ***');
    expect(words('PASS A\u00adB', 'A\u00adB')).toBe('PASS ***');
  });
});
