/** Which rows of a long list are chosen: some by name, or all that fit. */
export class Selection {
  ids = new Set();
  all = false;
  #anchor = null;

  get none() {
    return !this.all && this.ids.size === 0;
  }

  count(total) {
    return this.all ? total : this.ids.size;
  }

  has(id) {
    return this.all || this.ids.has(id);
  }

  toggle(id, index) {
    if (this.all) this.clear();
    if (this.ids.has(id)) this.ids.delete(id);
    else this.ids.add(id);
    this.#anchor = index;
  }

  /** From the last one chosen to here; rows that are not loaded are left out. */
  extend(index, idAt) {
    const from = this.#anchor ?? index;
    this.all = false;
    for (let i = Math.min(from, index); i <= Math.max(from, index); i++) {
      const id = idAt(i);
      if (id !== undefined) this.ids.add(id);
    }
    this.#anchor ??= index;
  }

  clear() {
    this.ids.clear();
    this.all = false;
    this.#anchor = null;
  }

  chooseAll() {
    this.ids.clear();
    this.all = true;
  }
}
