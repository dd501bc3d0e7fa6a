import { webcrypto } from 'node:crypto';
import { defaults, seal } from 'iron-webcrypto';
import { describe, expect, it } from 'vitest';
import { sealWith, unsealWith } from './keyring';

const [first, second, stranger] = ['f', 's', 'x'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
];
const content = { account: 'a', list: [1, null] };
/** The number that a secret bears in every seal: what it is must not change, or everybody is signed out. */
const idOf = async (secret: string) => (await sealWith([secret], content)).split('*')[1] ?? '';
/** As it was sealed before: keys by PBKDF2, with salts. */
const older = async (secret: string) =>
  `${await seal(webcrypto, content, { id: await idOf(secret), secret }, defaults)}~2`;

describe('what the operator’s secrets seal', () => {
  it('opens with the secret that sealed it, and is stale once there is a newer one', async () => {
    const value = await sealWith([first], content);
    expect(await unsealWith([first], value)).toEqual({ content, stale: false });
    expect(await unsealWith([second, first], value)).toEqual({ content, stale: true });
    await expect(unsealWith([second], value)).rejects.toThrow('Cannot find password');
  });

  it('bears numbers of the secrets that stay as they are', async () => {
    expect(await idOf(first)).toBe('13004380077314');
  });

  it('opens seals of the older form, which are to be made anew', async () => {
    expect(await unsealWith([first], await older(first))).toEqual({ content, stale: true });
    await expect(unsealWith([first], (await older(first)).replace('*', '**'))).rejects.toThrow();
    await expect(unsealWith([stranger], await older(first))).rejects.toThrow();
  });

  it('is never opened by keys of the other form', async () => {
    const [now, before] = [await sealWith([first], content), await older(first)];
    await expect(unsealWith([first], `${now}~2`)).rejects.toThrow();
    await expect(unsealWith([first], before.replace('~2', ''))).rejects.toThrow('Bad hmac value');
  });

  it.each(['__proto__', 'constructor', 'toString', ''])(
    'is opened by no secret that is called “%s”',
    async (id) => {
      for (const value of [await sealWith([first], content), await older(first)]) {
        await expect(unsealWith([first], value.replace(await idOf(first), id))).rejects.toThrow();
      }
    },
  );

  it('differs each time, and shows nothing of what it holds', async () => {
    const [one, other] = [await sealWith([first], content), await sealWith([first], content)];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^Fe26\.2\*\d+\*\*[\w-]{22}\*[\w-]+\*\*\*[\w-]{43}$/);
  });

  it('has keys of its own for each secret, for secrecy and for integrity', async () => {
    const value = (await sealWith([first], content)).replace(await idOf(first), await idOf(second));
    await expect(unsealWith([second], value)).rejects.toThrow('Bad hmac value');
  });
});
