import { describe, expect, it } from 'vitest';
import { afterFailure, afterRound, plenty, worthALook } from './manners';
import type { Trouble } from './status';

const wishes = { minutes: 2, shortage: plenty };
const usual = { loginDelay: 0, more: false };
const trouble = (change: Partial<Trouble>): Trouble => ({
  code: 'connection_lost',
  message: '',
  hint: '',
  ...change,
});

describe('after a round', () => {
  it('the next one comes as often as was chosen', () => {
    expect(afterRound(1_000, wishes, usual)).toEqual({ at: 121_000, why: 'interval' });
    expect(afterRound(1_000, { ...wishes, minutes: 30 }, usual).at).toBe(1_801_000);
    expect(afterRound(1_000, { ...wishes, minutes: 0 }, usual).at).toBe(Number.POSITIVE_INFINITY);
  });

  it('no sooner than the server allows', () => {
    expect(afterRound(0, wishes, { ...usual, loginDelay: 900_000 })).toEqual({
      at: 900_000,
      why: 'login-delay',
    });
    expect(afterRound(0, wishes, { ...usual, loginDelay: 60_000 }).why).toBe('interval');
  });

  it('more rarely where the connection or the battery is dear', () => {
    for (const shortage of [
      { metered: true, lowBattery: false },
      { metered: false, lowBattery: true },
    ]) {
      expect(afterRound(0, { ...wishes, shortage }, usual).at).toBe(900_000);
      expect(afterRound(0, { minutes: 30, shortage }, usual).at).toBe(1_800_000);
    }
  });

  it('at once where the server shows more, and only its own delay is waited for', () => {
    expect(afterRound(5, { ...wishes, minutes: 0 }, { loginDelay: 0, more: true }).at).toBe(5);
    expect(afterRound(5, wishes, { loginDelay: 1_000, more: true })).toEqual({
      at: 1_005,
      why: 'login-delay',
    });
  });
});

describe('after a failure', () => {
  it('the pause doubles up to a quarter of an hour', () => {
    const pauses = [1, 2, 3, 7, 20].map((failures) => afterFailure(0, failures, 0, trouble({})).at);
    expect(pauses).toEqual([15_000, 30_000, 60_000, 900_000, 900_000]);
  });

  it('is as long as the server asks for', () => {
    const busy = trouble({ code: 'mailbox_busy', retryAfter: 60 });
    expect(afterFailure(0, 1, 0, busy)).toEqual({ at: 60_000, why: 'back-off' });
    expect(afterFailure(0, 1, 900_000, busy)).toEqual({ at: 900_000, why: 'login-delay' });
  });

  it('never ends by itself where only the user can help', () => {
    expect(afterFailure(0, 1, 0, trouble({ code: 'auth_failed' })).at).toBe(Number.POSITIVE_INFINITY);
  });
});

it('a look at the tab is worth a check when the last one is old, and none where checks are made by hand', () => {
  expect(worthALook(null, 2, 0)).toBe(true);
  expect(worthALook(0, 2, 29_999)).toBe(false);
  expect(worthALook(0, 2, 30_000)).toBe(true);
  expect(worthALook(0, 0, 3_600_000)).toBe(false);
});
