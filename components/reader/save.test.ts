import { afterEach, expect, it, vi } from 'vitest';
import { save } from './save';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it.each(['page.html', 'drawing.svg', 'photo.png'])(
  '%s is handed over as octets, under its name',
  async (name) => {
    vi.useFakeTimers();
    const made: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      made.push(blob as Blob);
      return 'blob:made';
    });
    const revoked = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => {});
    const pressed: object[] = [];
    const link = { href: '', download: '', click: () => pressed.push({ ...link }) };
    vi.stubGlobal('document', { createElement: () => link });

    save(new TextEncoder().encode('<script>x()</script>'), name);

    expect(pressed).toEqual([expect.objectContaining({ href: 'blob:made', download: name })]);
    expect(made.map(({ type }) => type)).toEqual(['application/octet-stream']);
    expect(await made[0]?.text()).toBe('<script>x()</script>');
    // The download is still reading it.
    expect(revoked).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(revoked).toHaveBeenCalledWith('blob:made');
  },
);
