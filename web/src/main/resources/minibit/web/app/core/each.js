import { noChange } from 'lit';
import { directive, Directive, PartType } from 'lit/directive.js';
import { insertPart, removePart, setChildPartValue, setCommittedValue } from 'lit/directive-helpers.js';

/**
 * One template for each item, kept with its item by a key: `each(items, (one) => one.id, template)`.
 *
 * It does what Lit's `repeat` does and takes away all of what goes: since lit-html 3.3.1 `repeat`
 * leaves a comment behind for every item, so that a table that is scrolled grows without end
 * (lit/lit#5010).
 */
export const each = directive(
  class extends Directive {
    #parts = new Map();

    constructor(info) {
      super(info);
      if (info.type !== PartType.CHILD) throw new Error('each() belongs between tags');
    }

    render() {
      return noChange;
    }

    update(container, [items, keyOf, template]) {
      const wanted = [...items];
      const keys = wanted.map(keyOf);
      this.#forget(new Set(keys));
      const parts = new Map();
      let next;
      for (let i = wanted.length - 1; i >= 0; i--) {
        const part = insertPart(container, next, this.#parts.get(keys[i]));
        setChildPartValue(part, template(wanted[i], i));
        parts.set(keys[i], part);
        next = part;
      }
      this.#parts = parts;
      setCommittedValue(container, [...parts.values()].reverse());
      return noChange;
    }

    #forget(keys) {
      for (const [key, part] of this.#parts) {
        if (keys.has(key)) continue;
        const { endNode } = part;
        removePart(part);
        endNode?.remove();
      }
    }
  },
);
