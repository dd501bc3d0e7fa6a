import { type Box, hides, isTiny, type Look, lookedAt } from './tracker';

/** Rules that are asked about each element: honest newsletters have some dozens that say anything about size or place. */
const maxRules = 500;

interface Rule {
  selector: string;
  weight: number;
  declared: readonly (readonly [name: string, value: string, important: boolean])[];
  /** It holds on some screens only. */
  sometimes: boolean;
}

/**
 * What a message's own styles make of its elements, before it is laid out anywhere: its rules are matched with the
 * document that nobody sees. Of the rules for some screens only one thing counts: what they show there is no tracker, for
 * mail brings a picture twice, one for each width.
 */
export class Looks {
  readonly #rules: Rule[] = [];
  readonly #boxes = new WeakMap<Element, Box>();
  readonly #hidden = new WeakMap<Element, boolean>();
  readonly #scratch = document.implementation.createHTMLDocument('').createElement('span').style;

  /** @param sheets the text of each <style> */
  constructor(sheets: readonly string[]) {
    for (const css of sheets) {
      // Made in this way it is no sheet of any page, and loads nothing.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        css
          .replaceAll('<!--', '')
          .replaceAll('-->', '')
          .replace(/@import/gi, '@not-imported'),
      );
      this.#take(sheet.cssRules, '', false);
    }
    // The order of those of one weight stays.
    this.#rules.sort((one, other) => one.weight - other.weight);
  }

  /** Whether a picture is there to be fetched, not to be seen. */
  isTracker(picture: Element): boolean {
    if (isTiny(this.#box(picture))) return true;
    let told: string | undefined;
    for (let at: Element | null = picture; at; at = at.parentElement) {
      told ??= this.#box(at).look.get('visibility');
      let hidden = this.#hidden.get(at);
      if (hidden === undefined) {
        hidden = hides(this.#box(at));
        this.#hidden.set(at, hidden);
      }
      if (hidden) return true;
    }
    return told === 'hidden' || told === 'collapse';
  }

  #take(rules: CSSRuleList, outer: string, sometimes: boolean): void {
    for (const rule of rules) {
      if (this.#rules.length >= maxRules) return;
      if (rule instanceof CSSMediaRule) {
        const { conditionText } = rule;
        if (!never.test(conditionText))
          this.#take(rule.cssRules, outer, sometimes || !always.test(conditionText));
      } else if (rule instanceof CSSStyleRule) {
        // Inside of another rule `&` stands for what that one is about.
        const selector = rule.selectorText.replaceAll('&', outer);
        const declared = declarationsOf(rule.style);
        if (declared.length > 0)
          this.#rules.push({ selector, weight: weightOf(selector), declared, sometimes });
        this.#take(rule.cssRules, `:is(${selector})`, sometimes);
      } else if (rule instanceof CSSGroupingRule) {
        this.#take(rule.cssRules, outer, sometimes);
      }
    }
  }

  #box(element: Element): Box {
    let box = this.#boxes.get(element);
    if (!box) {
      const attribute = (name: string) => element.getAttribute(name);
      const look = this.#look(element);
      box = {
        width: attribute('width'),
        height: attribute('height'),
        hidden: element.hasAttribute('hidden'),
        look,
      };
      this.#boxes.set(element, box);
    }
    return box;
  }

  #look(element: Element): Look {
    const matching = this.#rules.filter(({ selector }) => element.matches(selector));
    this.#scratch.cssText = (element.getAttribute('style') ?? '').slice(0, 2_000);
    const inline = declarationsOf(this.#scratch);
    const look = new Map<string, string>();
    for (const urgent of [false, true]) {
      const set = (declared: Rule['declared']) => {
        for (const [name, value, important] of declared) if (important === urgent) look.set(name, value);
      };
      for (const { declared, sometimes } of matching) if (!sometimes) set(declared);
      set(inline);
    }
    for (const { declared, sometimes } of matching) {
      if (!sometimes) continue;
      for (const [name, value] of declared) if (look.get(name) !== value) look.delete(name);
    }
    return look;
  }
}

const always = /^(?:(?:only )?(?:all|screen))?$/i;
/** Paper is no screen, and the sender's night never comes (see `byDay`). */
const never = /^(?:only )?print|prefers-color-scheme: dark|\(max-width: 0(?:px)?\)/i;

function declarationsOf(style: CSSStyleDeclaration): Rule['declared'] {
  return lookedAt.flatMap((name) => {
    const value = style.getPropertyValue(name);
    return value === '' ? [] : [[name, value, style.getPropertyPriority(name) === 'important'] as const];
  });
}

/** How much a selector weighs (Selectors §17), nearly: what stands inside of brackets counts in full. */
function weightOf(selector: string): number {
  const count = (pattern: RegExp) => selector.match(pattern)?.length ?? 0;
  return count(/#/g) * 10_000 + count(/[.[]|:(?!:|is\()/g) * 100 + count(/(?:^|[\s>+~(,])[a-z]/gi);
}
