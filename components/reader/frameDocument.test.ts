import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fillFrame, frameDocument, whenDrawn } from './frameDocument';

const colours = { dark: false, ink: '#000', quiet: '#555', line: '#ccc', accent: '#00f' };

test('the policy stands before all else in the empty document, and allows no scripts', () => {
  expect(frameDocument(colours)).toMatch(
    /^<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">/,
  );
});

describe('what is not filled', () => {
  const message = (inner: unknown) => ({
    tree: { querySelector: () => inner } as unknown as Element,
    direction: 'auto' as const,
    coloured: false,
  });

  test('a document that is not ours', () => {
    const page = { URL: 'https://mail.example.org/mail' } as Document;
    expect(() => fillFrame(page, message(null), colours)).toThrow('Not the document of a message frame.');
  });

  test('a frame with frames inside of it', () => {
    const ours = { URL: 'about:srcdoc' } as Document;
    expect(() => fillFrame(ours, message({}), colours)).toThrow('must not hold frames of its own');
  });
});

describe('a message is drawn', () => {
  let waiting: (() => void) | null = null;
  const paint = () => {
    const next = waiting;
    waiting = null;
    next?.();
  };
  beforeEach(() => {
    waiting = null;
    vi.stubGlobal('requestAnimationFrame', (next: () => void) => {
      waiting = next;
      return 1;
    });
    vi.stubGlobal('cancelAnimationFrame', () => {
      waiting = null;
    });
  });
  afterEach(() => vi.unstubAllGlobals());
  const documentOf = (...images: { complete: boolean }[]) => {
    const doc: { images: unknown; defaultView: object | null } = { images, defaultView: {} };
    return doc as Document & typeof doc;
  };

  test('at once where all of its pictures are there', () => {
    const done = vi.fn();
    whenDrawn(documentOf({ complete: true }), done);
    expect(done).toHaveBeenCalledTimes(1);
    expect(waiting).toBeNull();
  });

  test('when the last of them has come', () => {
    const done = vi.fn();
    const late = { complete: false };
    whenDrawn(documentOf({ complete: true }, late), done);
    paint();
    expect(done).not.toHaveBeenCalled();
    late.complete = true;
    paint();
    expect(done).toHaveBeenCalledTimes(1);
    expect(waiting).toBeNull();
  });

  test('never, once nobody waits for it', () => {
    const done = vi.fn();
    const late = { complete: false };
    const leave = whenDrawn(documentOf(late), done);
    leave();
    late.complete = true;
    paint();
    expect(done).not.toHaveBeenCalled();
  });

  test('never, and nothing goes on for it, once its frame is gone', () => {
    const done = vi.fn();
    const doc = documentOf({ complete: false });
    whenDrawn(doc, done);
    doc.defaultView = null;
    paint();
    expect(waiting).toBeNull();
    expect(done).not.toHaveBeenCalled();
  });
});
