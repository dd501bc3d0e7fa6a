import { expect, it } from 'vitest';
import { limits } from './limits';
import { takeWebPlace } from './webPlaces';

const of = (network: string) => ({ client: { network, site: network, browser: network }, limits });
const busy = expect.objectContaining({ problem: expect.objectContaining({ code: 'too_soon' }) });

it('accounts that one address has made up share its places, and leave the others theirs', () => {
  const { imagesOfAccount, imagesOfNetwork } = limits;
  const held = Array.from({ length: imagesOfAccount }, () => takeWebPlace('a', of('mallory')));
  expect(() => takeWebPlace('a', of('mallory'))).toThrow(busy);
  for (let more = imagesOfAccount; more < imagesOfNetwork; more += 1)
    held.push(takeWebPlace(`made up ${more}`, of('mallory')));
  expect(() => takeWebPlace('one more', of('mallory'))).toThrow(busy);
  held.push(takeWebPlace('b', of('bob')));

  for (const leave of held) {
    leave();
    leave();
  }
  for (let again = 0; again < imagesOfAccount; again += 1) held.push(takeWebPlace('a', of('mallory')));
  for (const leave of held.slice(-imagesOfAccount)) leave();
});
