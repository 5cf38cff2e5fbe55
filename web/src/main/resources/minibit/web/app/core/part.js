import { LitElement } from 'lit';
import { language } from './i18n.js';
import { Watch } from './store.js';

/**
 * A part of the page: in the light, so that the page's sheets and the names that assistive
 * technology follows reach everywhere, and drawn anew when the language changes.
 */
export class Part extends LitElement {
  #ends = [];

  constructor() {
    super();
    new Watch(this, language);
  }

  createRenderRoot() {
    return this;
  }

  /** Watches while it is on the page: `this.during(() => store.watch(…))`. */
  during(begin) {
    this.addController({
      hostConnected: () => this.#ends.push(begin()),
      hostDisconnected: () => {
        for (const end of this.#ends.splice(0)) end?.();
      },
    });
  }
}
