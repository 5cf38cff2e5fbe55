import { nothing } from 'lit';
import { directive, Directive, PartType } from 'lit/directive.js';

/**
 * Sets style properties through the object model, which a strict policy allows where a style
 * attribute is refused: `<div ${css({ '--part': 0.4 })}>`.
 */
export const css = directive(
  class extends Directive {
    #last = {};

    constructor(info) {
      super(info);
      if (info.type !== PartType.ELEMENT) throw new Error('css() belongs on an element');
    }

    render() {
      return nothing;
    }

    update(part, [style]) {
      for (const [name, value] of Object.entries(style)) {
        if (this.#last[name] === value) continue;
        this.#last[name] = value;
        if (value == null) part.element.style.removeProperty(name);
        else part.element.style.setProperty(name, String(value));
      }
      return nothing;
    }
  },
);

let region = null;

/** Says something to screen readers without moving anything. */
export function announce(text) {
  if (!region) {
    region = document.createElement('div');
    region.className = 'unseen';
    region.setAttribute('role', 'status');
    region.setAttribute('aria-live', 'polite');
    document.body.append(region);
  }
  region.textContent = '';
  // Set anew a moment later, or the same words twice are not read.
  setTimeout(() => (region.textContent = text), 50);
}

/** Calls at most once in so many milliseconds, and always once more after the last. */
export function calmly(wait, action) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}

let ids = 0;
export const newId = (word) => `${word}-${++ids}`;

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Hands a file to the user. */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
