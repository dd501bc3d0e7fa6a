import 'server-only';
import { DOMParser, type Element } from '@xmldom/xmldom';

/** An element of a stranger's document, by local names: prefixes and namespaces are as often wrong as right there. */
export interface Node {
  name: string;
  attribute(name: string): string | null;
  /** The text in it, white space around it taken away. */
  text: string;
  children(name: string): Node[];
  /** Everywhere below. */
  all(name: string): Node[];
  /** Of the first child of that name; null: there is none, or it is empty. */
  child(name: string): string | null;
}

/**
 * Reads XML that anybody may have written. A document type makes it null: settings need none, and what can be declared
 * there (entities that grow, files, other hosts) is never read.
 *
 * @returns the root, or null for what is no well-formed XML
 */
export function readXml(bytes: Uint8Array): Node | null {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return null;
  try {
    const parser = new DOMParser({
      onError: (level, message) => {
        if (level !== 'warning') throw new Error(message);
      },
    });
    const root = parser.parseFromString(text, 'text/xml').documentElement;
    return root && nodeOf(root);
  } catch {
    return null;
  }
}

function nodeOf(element: Element): Node {
  const children = (name: string) =>
    [...elements(element)].filter(({ localName }) => localName === name).map(nodeOf);
  return {
    name: element.localName ?? element.nodeName,
    attribute: (name) => element.getAttribute(name),
    text: (element.textContent ?? '').trim(),
    children,
    all: (name) => [...below(element)].filter(({ localName }) => localName === name).map(nodeOf),
    child: (name) => children(name)[0]?.text || null,
  };
}

function* elements(parent: Element): Generator<Element> {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === node.ELEMENT_NODE) yield node as Element;
  }
}

/** In the document's order, without recursion: a stranger decides how deep it goes. */
function* below(root: Element): Generator<Element> {
  const waiting = [...elements(root)].reverse();
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    yield element;
    waiting.push(...[...elements(element)].reverse());
  }
}
