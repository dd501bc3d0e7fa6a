/**
 * Trusted Types: the page's policy (CSP `require-trusted-types-for 'script'`) takes no string where a string could
 * become code. These two policies are the only doors besides those of Next and DOMPurify.
 *
 * `default` is asked wherever code assigns a string. Turbopack's loader does when it loads a chunk
 * (`script.src = '/_next/static/…'`), and so do `new Worker('/built/…')` in lib, which knows nothing of this file.
 * Only those files of our own build are let through: nobody but the build writes there.
 * `app` is asked by name, for the service worker and the frame that shows a message.
 */

interface Policy {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Partial<Policy>): Policy;
}

declare global {
  interface Window {
    trustedTypes?: PolicyFactory;
  }
}

/** @throws TypeError when the address is not a file of ours below one of the folders */
function ownScript(text: string, allowed: RegExp): string {
  const url = new URL(text, location.origin);
  // `pathname` is normalised: `..` and backslashes are gone, and an encoded slash does not match.
  if (url.origin !== location.origin || !allowed.test(url.pathname)) {
    throw new TypeError(`Not a script of ours: ${url.origin}${url.pathname}`);
  }
  // As it was given: Turbopack recognises a chunk by the very text of its `src`.
  return text;
}

const built = /^\/(?:_next\/static|built)\/[\w./~-]+\.js$/;
const serviceWorker = /^\/sw\.js$/;
/** A document that begins with a policy of its own which allows nothing that the next words do not name. */
const framed =
  /^<!doctype html>\s*<html[^<>]*>\s*<head>\s*(?:<meta charset="utf-8">\s*)?<meta http-equiv="content-security-policy" content="default-src 'none'[;"]/i;

const rules: Policy = {
  createHTML(text) {
    if (!framed.test(text))
      throw new TypeError('A message frame must begin with its own Content Security Policy.');
    return text;
  },
  createScriptURL: (text) => ownScript(text, serviceWorker),
};

/** Browsers without Trusted Types take strings: the same checks apply, without the browser's help. */
function makePolicy(): Policy {
  if (typeof window === 'undefined' || !window.trustedTypes) return rules;
  window.trustedTypes.createPolicy('default', {
    createScriptURL: (text) => ownScript(text, built),
  });
  return window.trustedTypes.createPolicy('app', rules);
}

const app = makePolicy();

/**
 * The service worker's address as `serviceWorker.register()` takes it: the types say string, the browser wants and
 * gets a TrustedScriptURL.
 */
export const trustedServiceWorker = (): string => app.createScriptURL('/sw.js');

/**
 * The document of a message frame (`srcDoc`) before there is a message in it, whose head opens with a policy of its own.
 * For a frame with a `sandbox` that does not allow scripts, and for nothing else.
 *
 * @throws TypeError when that policy is missing
 */
export const trustedFrame = (html: string): string => app.createHTML(html);
