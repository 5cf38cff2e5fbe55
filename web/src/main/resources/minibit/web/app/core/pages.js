/** Pages kept; older ones are asked again. */
const KEPT = 24;

/**
 * A long list of which only the parts in view are here. `load(offset, limit, signal)` answers
 * `{total, items}` and more.
 */
export class Pages {
  total = null;
  answer = null;
  problem = null;

  #load;
  #size;
  #changed;
  #pages = new Map();
  #asked = new Map();
  #range = [0, 0];
  #abort = new AbortController();

  constructor({ load, changed, size = 100 }) {
    this.#load = load;
    this.#changed = changed;
    this.#size = size;
  }

  get busy() {
    return this.#asked.size > 0;
  }

  rowAt(index) {
    return this.#pages.get(Math.floor(index / this.#size))?.[index % this.#size];
  }

  /** Everything that is here, in order. */
  *here() {
    for (const page of [...this.#pages.keys()].sort((a, b) => a - b)) yield* this.#pages.get(page);
  }

  /** Another question: nothing of the old answer is left once the new one is here. */
  reset({ keep = true } = {}) {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#asked.clear();
    if (!keep) {
      this.#pages.clear();
      this.total = null;
    }
    this.#range = [0, 0];
    this.#ask(0, !keep ? undefined : () => this.#pages.clear());
  }

  /** The same question again, for what is in view. */
  refresh() {
    const [first, last] = this.#range;
    const from = Math.floor(first / this.#size);
    const to = Math.floor(last / this.#size);
    for (const page of [...this.#pages.keys()]) {
      if (page < from || page > to) this.#pages.delete(page);
    }
    for (let page = from; page <= to; page++) this.#ask(page);
  }

  ensure(first, last) {
    this.#range = [first, last];
    for (let page = Math.floor(first / this.#size); page <= Math.floor(last / this.#size); page++) {
      if (!this.#pages.has(page)) this.#ask(page);
    }
  }

  /** Changes rows in place; true if any was here. */
  patch(fits, change) {
    for (const rows of this.#pages.values()) {
      const at = rows.findIndex(fits);
      if (at >= 0) {
        rows[at] = change(rows[at]);
        this.#changed();
        return true;
      }
    }
    return false;
  }

  async #ask(page, before) {
    if (this.#asked.has(page)) return;
    const { signal } = this.#abort;
    this.#asked.set(page, true);
    try {
      const answer = await this.#load(page * this.#size, this.#size, signal);
      if (signal.aborted) return;
      before?.();
      this.total = answer.total;
      this.answer = answer;
      this.problem = null;
      this.#pages.set(page, answer.items);
      this.#forget(page);
    } catch (e) {
      if (signal.aborted || e.name === 'AbortError') return;
      this.problem = e;
      if (page === 0) this.total = this.total ?? 0;
    } finally {
      if (!signal.aborted) {
        this.#asked.delete(page);
        this.#changed();
      }
    }
  }

  #forget(near) {
    if (this.#pages.size <= KEPT) return;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of far.slice(0, this.#pages.size - KEPT)) this.#pages.delete(page);
  }
}
