import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from '@/lib/store/accounts';
import { heedPeople, isAttended } from '@/lib/store/attention';
import { readContacts } from '@/lib/store/contacts';
import { takeLead } from '@/lib/store/leadership';
import { Caretaker } from './caretaker';

let caretaker: Caretaker | null = null;

beforeEach(async () => {
  await emptyStore();
  // IndexedDB's stand-in needs its own timers.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  caretaker?.end();
  vi.useRealTimers();
});

it('looks after nothing while somebody does something, and goes on a few seconds later', async () => {
  const epoch = await takeLead();
  await addAccount(someAccount('ada'));
  await storeMail(epoch, 'ada', { u1: someMessage('one') });
  heedPeople();
  let asked = 0;
  const idle = () => {
    asked += 1;
    return true;
  };
  caretaker = new Caretaker(epoch, idle, (error) => expect.fail(String(error)));
  await vi.advanceTimersByTimeAsync(4_900);
  // Another one of this process hears it, as another tab would.
  new BroadcastChannel('postbag-attention').postMessage(null);
  await vi.waitFor(() => expect(isAttended()).toBe(true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(1);
  // Each gives the store a turn that it would gather them in.
  for (let turn = 0; turn < 20; turn += 1) expect(await readContacts()).toEqual([]);
  await vi.advanceTimersByTimeAsync(3_000);
  await vi.waitFor(async () => expect(await readContacts()).toHaveLength(1));
});
