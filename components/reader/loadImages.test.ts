import { describe, expect, it, vi } from 'vitest';
import { BridgeProblem } from '@/lib/sync/call';
import type { TroubleCode } from '@/lib/sync/status';
import { loadImages } from './loadImages';

const addresses = ['a', 'b', 'c', 'd', 'e'].map((name) => `https://x.example/${name}`);
const fails = (code: TroubleCode) => new BridgeProblem({ code, message: '', hint: '' });
const never = new AbortController().signal;

describe('loading images', () => {
  it('loads all, two at a time', async () => {
    let open = 0;
    let most = 0;
    const load = async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return new ArrayBuffer(1);
    };
    const progress: number[] = [];
    const { images, failed } = await loadImages(addresses, load, never, (done) => progress.push(done));
    expect([images.map(({ address }) => address).sort(), failed, most]).toEqual([addresses, 0, 2]);
    expect(progress).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on after one that fails', async () => {
    const load = async (address: string) => {
      if (address.endsWith('/b')) throw fails('image_unfit');
      return new ArrayBuffer(1);
    };
    expect(await loadImages(addresses, load, never, () => {})).toMatchObject({ failed: 1, trouble: null });
  });

  it.each(['signed_out', 'unreachable_bridge', 'too_soon'] as const)('stops at %s', async (code) => {
    const load = vi.fn(async () => {
      throw fails(code);
    });
    const { images, failed, trouble } = await loadImages(addresses, load, never, () => {});
    expect([images.length, failed, trouble]).toEqual([0, 5, code]);
    expect(load.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('ends when the message is closed', async () => {
    const closed = new AbortController();
    const load = async () => {
      closed.abort(new Error('closed'));
      throw fails('unreachable_bridge');
    };
    await expect(loadImages(addresses, load, closed.signal, () => {})).rejects.toThrow('closed');
  });
});
