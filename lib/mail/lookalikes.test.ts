import { expect, it } from 'vitest';
import { imitates, skeleton } from './lookalikes';

it.each([
  ['paypál', true],
  ['mıcrosoft', true],
  ['ɢoogle', true],
  ['аррӏе', true],
  ['ɑmazon', true],
  ['müller', false],
  ['paypal', false],
  ['PayPal', false],
  ['bücher', false],
  ['яндекс', false],
])('%s imitates a well-known name: %s', (label, is) => {
  expect(imitates(label)).toBe(is);
});

it('names that are drawn alike have one skeleton', () => {
  expect(skeleton('Gr\u0430ce H\u03bfpper')).toBe(skeleton('Grace Hopper'));
  expect(skeleton('Анна Иванова')).not.toBe(skeleton('Анна Петрова'));
});
