/** A value that can be watched. */
export class Store {
  #watchers = new Set();
  #value;

  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set(value) {
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher(value);
  }

  update(part) {
    this.set({ ...this.#value, ...part });
  }

  /** Returns a function that ends the watching. */
  watch(watcher) {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

/** Draws a Lit element anew when one of the stores changes; ends with the element. */
export class Watch {
  #host;
  #stores;
  #ends = [];

  constructor(host, ...stores) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
  }

  hostConnected() {
    this.#ends = this.#stores.map((store) => store.watch(() => this.#host.requestUpdate()));
  }

  hostDisconnected() {
    for (const end of this.#ends) end();
    this.#ends = [];
  }
}
