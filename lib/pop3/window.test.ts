import { describe, expect, it } from 'vitest';
import { limits } from './limits';
import { CommandWindow } from './window';

/** Sends until the window is full; how many that were. */
function fill(window: CommandWindow, octets: number): number {
  let sent = 0;
  for (; window.admits(octets); sent++) window.sent(octets);
  return sent;
}

describe('CommandWindow', () => {
  it('starts at 32 and grows by one with each answer, up to its most', () => {
    const window = new CommandWindow(128);
    expect(fill(window, 100)).toBe(32);
    for (let answer = 0; answer < 32; answer++) window.answered(100, 100);
    expect(fill(window, 100)).toBe(64);
    for (let answer = 0; answer < 64; answer++) window.answered(100, 100);
    expect(fill(window, 100)).toBe(128);
    for (let answer = 0; answer < 128; answer++) window.answered(100, 100);
    expect(fill(window, 100)).toBe(128);
  });

  it('is wider where replies are of one line', () => {
    const window = new CommandWindow(512, true);
    expect(window.usualOctets * limits.shortWindowMost).toBeLessThanOrEqual(limits.octetsInFlight);
    expect(fill(window, window.usualOctets)).toBe(128);
    for (let answer = 0; answer < 128; answer++) window.answered(4096, 20);
    expect(fill(window, 20)).toBe(256);
  });

  it('lets one command pass at a time where its most is one', () => {
    const window = new CommandWindow(1);
    expect(fill(window, 100)).toBe(1);
    expect(window.wantsMore).toBe(false);
    window.answered(100, 100);
    expect(window.wantsMore).toBe(true);
    expect(fill(window, 100)).toBe(1);
  });

  it('bounds the octets in flight, yet lets the largest message pass alone', () => {
    const window = new CommandWindow(128);
    expect(fill(window, limits.octetsInFlight / 4)).toBe(4);
    const alone = new CommandWindow(128);
    expect(fill(alone, limits.octetsInFlight * 9)).toBe(1);
  });

  it('waits with a refill until a quarter of it is answered', () => {
    const window = new CommandWindow(32);
    fill(window, 100);
    for (let answer = 0; answer < 7; answer++) window.answered(100, 100);
    expect(window.wantsMore).toBe(false);
    window.answered(100, 100);
    expect(window.wantsMore).toBe(true);
  });

  it('learns the usual size', () => {
    const window = new CommandWindow(8);
    fill(window, window.usualOctets);
    window.answered(0, 1000);
    window.answered(0, 3000);
    expect(window.usualOctets).toBe(2000);
  });
});
