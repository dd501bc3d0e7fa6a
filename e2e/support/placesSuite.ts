import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Guest, Leave, PlaceLimits, Places } from '@/lib/bridge/places';

const limits: PlaceLimits = {
  sessions: 4,
  sessionsOfNetwork: 3,
  sessionsAlways: 3,
  streamsOfBrowser: 2,
  queue: 100,
  queueOfNetwork: 50,
  patienceMs: 3_000,
  shareMs: 45_000,
};
const forever = () => new AbortController().signal;
const guest = (network: string, more: Partial<Guest> = {}): Guest => ({
  network,
  site: network,
  browser: network,
  streams: null,
  ...more,
});

/** A stream at so many octets a second, and how often it was asked to make room. */
const stream = (rate = 1_000_000) => {
  const pace = {
    asked: 0,
    rate: () => rate,
    makeRoom() {
      pace.asked += 1;
    },
  };
  return pace;
};

/** What every backend of the places must do. `make` gives one that nobody else uses; time is vitest's. */
export function placesSuite(name: string, make: () => Places): void {
  describe(`places in ${name}`, () => {
    beforeEach(() => vi.useFakeTimers());
    afterEach(() => vi.useRealTimers());

    /** Takes one that must be free. */
    const enter = async (places: Places, who: Guest, rules = limits): Promise<Leave> => {
      const leave = await places.take(who, rules, 0, forever());
      if (typeof leave === 'string') throw new Error(`no place: ${leave}`);
      return leave;
    };
    /** Stands in line, and notes when it is let in. */
    const wait = (places: Places, who: Guest, order: string[], label: string) => {
      const inside = places.take(who, limits, 10_000, forever());
      void inside.then(() => order.push(label));
      return inside;
    };
    const settle = () => vi.advanceTimersByTimeAsync(0);

    it('are so many for all and so many for one address, and each is given back once', async () => {
      const places = make();
      const mine = [];
      for (let count = 0; count < 3; count++) mine.push(await enter(places, guest('a')));
      const one = { ...limits, queue: 0 };
      expect(await places.take(guest('a'), one, 0, forever())).toBe('full');
      const other = await enter(places, guest('b'));
      expect(await places.take(guest('c'), one, 0, forever())).toBe('full');
      other();
      other();
      await enter(places, guest('c'));
      expect(await places.take(guest('d'), one, 0, forever())).toBe('full');
    });

    it('are few for the streams of one browser, which hold up nothing else of it', async () => {
      const places = make();
      const third = guest('a', { browser: 'a 1', streams: stream() });
      const order: string[] = [];
      const first = await enter(places, third);
      await enter(places, third);
      void wait(places, third, order, 'third');
      await settle();
      expect(order).toEqual([]);
      (await enter(places, guest('a', { browser: 'a 1' })))();
      (await enter(places, guest('a', { browser: 'a 2', streams: stream() })))();
      await settle();
      expect(order).toEqual([]);
      first();
      await settle();
      expect(order).toEqual(['third']);
    });

    it('go to the addresses in turn: a long line delays nobody else', async () => {
      const places = make();
      const held = [await enter(places, guest('x')), await enter(places, guest('y'))];
      held.push(await enter(places, guest('z')), await enter(places, guest('z')));
      const order: string[] = [];
      const lines = [...Array.from({ length: 20 }, (_, index) => `a${index}`), 'b0', 'b1', 'c0'];
      const inside = lines.map((label) => wait(places, guest(label[0] ?? ''), order, label));
      for (let leave = held.shift(); leave; leave = held.shift()) {
        const before = order.length;
        leave();
        await settle();
        for (const label of order.slice(before)) {
          const next = await inside[lines.indexOf(label)];
          if (typeof next === 'function') held.push(next);
        }
      }
      expect(order.slice(0, 6)).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'a2']);
      expect(order).toHaveLength(lines.length);
    });

    it('are shared by the networks of one site, which cost nothing', async () => {
      const places = make();
      const order: string[] = [];
      const held: Leave[] = [];
      for (let count = 0; count < limits.sessionsOfNetwork; count++)
        held.push(await enter(places, guest(`s${count}`, { site: 's' })));
      void wait(places, guest('another', { site: 's' }), order, 'another');
      (await enter(places, guest('elsewhere')))();
      await settle();
      expect(order).toEqual([]);
      held[0]?.();
      await settle();
      expect(order).toEqual(['another']);
    });

    it('are left to others by four addresses that take all they can get', async () => {
      const places = make();
      const many = { ...limits, sessions: 200, sessionsOfNetwork: 64, sessionsAlways: 4, queue: 0 };
      const takeAll = async (network: string) => {
        const held: Leave[] = [];
        for (;;) {
          const place = await places.take(guest(network), many, 0, forever());
          if (typeof place === 'string') return held;
          held.push(place);
        }
      };
      const greedy = [];
      for (const network of ['a', 'b', 'c', 'd']) greedy.push((await takeAll(network)).length);
      expect(greedy).toEqual([64, 45, 30, 20]);
      // Forty others have one each, and the first of them a few more while there are any.
      for (let count = 0; count < 36; count++) await enter(places, guest(`honest ${count}`), many);
      expect(await takeAll('honest 0')).toHaveLength(3);
      expect(await places.take(guest('a'), many, 0, forever())).toBe('full');
    });

    it('that become free let in all whom the shares then let in', async () => {
      const places = make();
      const rules = { ...limits, sessions: 9, sessionsOfNetwork: 9, sessionsAlways: 1 };
      const order: string[] = [];
      const stand = (network: string) =>
        void places.take(guest(network), rules, 10_000, forever()).then(() => order.push(network));
      const first = await enter(places, guest('a'), rules);
      for (const network of ['a', 'b', 'b']) await enter(places, guest(network), rules);
      stand('b');
      stand('a');
      await settle();
      expect(order).toEqual([]);
      first();
      await settle();
      expect(order).toEqual(['b', 'a']);
    });

    it('pass over a line that its own limit holds back', async () => {
      const places = make();
      for (let count = 0; count < 3; count++) await enter(places, guest('a'));
      const last = await enter(places, guest('b'));
      const order: string[] = [];
      void wait(places, guest('a'), order, 'a');
      void wait(places, guest('c'), order, 'c');
      last();
      await settle();
      expect(order).toEqual(['c']);
    });

    it('are waited for as long as allowed, by as many as allowed', async () => {
      const places = make();
      const leave = await enter(places, guest('a'), { ...limits, sessions: 1 });
      const short = { ...limits, sessions: 1, queue: 3, queueOfNetwork: 2 };
      const told: string[] = [];
      const stand = (network: string) =>
        void places
          .take(guest(network), short, 1_000, forever())
          .then((outcome) => told.push(`${network} ${typeof outcome === 'string' ? outcome : 'in'}`));
      for (const network of ['a', 'a', 'a', 'b', 'c']) stand(network);
      await settle();
      expect(told).toEqual(['a full', 'c full']);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(told.slice(2)).toEqual(['a late', 'a late', 'b late']);
      leave();
      (await enter(places, guest('a'), short))();
      expect(vi.getTimerCount()).toBe(0);
    });

    describe('when all are taken', () => {
      /** Two sites with two streams each, of which the second of each is slow, on four places. */
      const crowd = async (places: Places) => {
        const paces = { a1: stream(), a2: stream(900), b1: stream(), b2: stream(400) };
        for (const [name, streams] of Object.entries(paces)) {
          await enter(places, guest(name[0] ?? '', { browser: name, streams }));
        }
        const asked = () => Object.values(paces).map((pace) => pace.asked);
        return { asked };
      };
      const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

      it('the slowest stream of who has more than his share makes room for one who has none', async () => {
        const places = make();
        const { asked } = await crowd(places);
        await pass(limits.shareMs);
        void wait(places, guest('c'), [], 'c');
        await pass(limits.patienceMs - 1_000);
        expect(asked()).toEqual([0, 0, 0, 0]);
        await pass(2_000);
        expect(asked()).toEqual([0, 0, 0, 1]);
        // One waits, and one is asked: no other one before it has gone.
        await pass(3_000);
        expect(asked()).toEqual([0, 0, 0, 1]);
      });

      it('one stream makes room for each who waits', async () => {
        const places = make();
        const { asked } = await crowd(places);
        await pass(limits.shareMs);
        for (const name of ['c', 'd']) void wait(places, guest(name), [], name);
        await pass(limits.patienceMs + 1_000);
        expect(asked()).toEqual([0, 1, 0, 1]);
      });

      it('no stream makes room for who has his share himself', async () => {
        const places = make();
        const { asked } = await crowd(places);
        await pass(limits.shareMs);
        void wait(places, guest('a'), [], 'a');
        await pass(limits.patienceMs + 2_000);
        expect(asked()).toEqual([0, 0, 0, 0]);
      });

      it('no stream makes room for who is held back by streams of his own', async () => {
        const places = make();
        const paces = [stream(1), stream(2), stream(3)];
        for (const [index, streams] of paces.entries())
          await enter(places, guest('a', { browser: `a${index}`, streams }));
        await enter(places, guest('c', { browser: 'c', streams: stream() }));
        await pass(limits.shareMs);
        const second = guest('c', { browser: 'c', streams: stream() });
        void places.take(second, { ...limits, streamsOfBrowser: 1 }, 10_000, forever());
        await pass(limits.patienceMs + 2_000);
        expect(paces.map((pace) => pace.asked)).toEqual([0, 0, 0]);
        void wait(places, guest('c'), [], 'c');
        await pass(limits.patienceMs + 2_000);
        expect(paces.map((pace) => pace.asked)).toEqual([1, 0, 0]);
      });

      it('streams are left their time, and who has no more than his share is left alone', async () => {
        const places = make();
        const one = stream(1);
        await enter(places, guest('slow', { browser: 'slow', streams: one }));
        const many = [stream(50), stream(60), stream(70)];
        for (const streams of many)
          await enter(places, guest('a', { browser: `a ${streams.rate()}`, streams }));
        const patient = { ...limits, queue: 100 };
        const waiting = places.take(guest('c'), patient, 120_000, forever());
        await pass(limits.shareMs - 2_000);
        expect([one, ...many].map((pace) => pace.asked)).toEqual([0, 0, 0, 0]);
        await pass(3_000);
        expect([one, ...many].map((pace) => pace.asked)).toEqual([0, 1, 0, 0]);
        void waiting;
      });

      it('a free place is given, and nobody asked; and no clock runs when nobody waits', async () => {
        const places = make();
        const held = await enter(places, guest('x'));
        const paces = [stream(1), stream(1), stream(1)];
        for (const [index, streams] of paces.entries())
          await enter(places, guest('a', { browser: `a${index}`, streams }));
        await pass(limits.shareMs);
        const order: string[] = [];
        void wait(places, guest('c'), order, 'c');
        held();
        await pass(limits.patienceMs + 2_000);
        expect(order).toEqual(['c']);
        expect(paces.map(({ asked }) => asked)).toEqual([0, 0, 0]);
        expect(vi.getTimerCount()).toBe(0);
      });
    });

    it('are not kept for who has gone', async () => {
      const places = make();
      const only = { ...limits, sessions: 1 };
      const leave = await enter(places, guest('a'), only);
      const gone = new AbortController();
      const waiting = places.take(guest('a'), only, 10_000, gone.signal);
      gone.abort(new Error('gone'));
      await expect(waiting).rejects.toThrow('gone');
      await expect(places.take(guest('a'), only, 10_000, gone.signal)).rejects.toThrow('gone');
      leave();
      await enter(places, guest('b'), only);
      expect(vi.getTimerCount()).toBe(0);
    });
  });
}
