import { expect, it } from 'vitest';
import { limits } from './limits';
import { MemoryShares } from './shares';
import { takeWebPlace } from './webPlaces';

const shares = new MemoryShares();
const of = (network: string) => ({ client: { network, site: network, browser: network }, limits, shares });
const busy = expect.objectContaining({ problem: expect.objectContaining({ code: 'too_soon' }) });

it('accounts that one address has made up share its places, and leave the others theirs', async () => {
  const { imagesOfAccount, imagesOfNetwork } = limits;
  const held: (() => void)[] = [];
  for (let count = 0; count < imagesOfAccount; count += 1) held.push(await takeWebPlace('a', of('mallory')));
  await expect(takeWebPlace('a', of('mallory'))).rejects.toEqual(busy);
  for (let more = imagesOfAccount; more < imagesOfNetwork; more += 1)
    held.push(await takeWebPlace(`made up ${more}`, of('mallory')));
  await expect(takeWebPlace('one more', of('mallory'))).rejects.toEqual(busy);
  held.push(await takeWebPlace('b', of('bob')));

  for (const leave of held) {
    leave();
    leave();
  }
  for (let again = 0; again < imagesOfAccount; again += 1) held.push(await takeWebPlace('a', of('mallory')));
  for (const leave of held.slice(-imagesOfAccount)) leave();
});
