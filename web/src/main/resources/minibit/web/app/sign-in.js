import { html, nothing } from 'lit';
import { words } from './core/api.js';
import { t } from './core/i18n.js';
import { Part } from './core/part.js';
import { session, signIn } from './core/session.js';
import { Watch } from './core/store.js';
import { languageButton, mark } from './ui/brand.js';
import { icon } from './ui/icons.js';

/** For who comes without a one-time link: how to get one, or the token. */
class SignIn extends Part {
  static properties = { _busy: { state: true } };

  constructor() {
    super();
    this._busy = false;
    new Watch(this, session);
  }

  render() {
    const { problem } = session.value;
    return html`<main class="sign-in">
      <div class="sign-in-card">
        <div class="row">
          <span class="brand">${mark()}<span>minibit</span></span><span class="grow"></span>${languageButton()}
        </div>
        <div class="stack">
          <h1>${t('signIn.title')}</h1>
          <p class="second">${t('signIn.text')}</p>
          <pre class="command"><code>minibit open</code></pre>
        </div>
        <form class="stack" @submit=${this.#submit}>
          <label class="field"
            ><span class="field-label">${t('signIn.token')}</span>
            <input
              class="input mono"
              name="token"
              type="password"
              autocomplete="current-password"
              spellcheck="false"
              required
              aria-describedby="token-help"
            />
            <span class="field-help" id="token-help">${t('signIn.help')}</span></label
          >
          ${problem
            ? html`<p class="strip bad" role="alert">${icon('alert')}<span>${words(problem)}</span></p>`
            : nothing}
          <button class="button main" ?disabled=${this._busy}>
            ${icon('key')}<span>${t('signIn.go')}</span>
          </button>
        </form>
      </div>
    </main>`;
  }

  #submit = async (e) => {
    e.preventDefault();
    const token = new FormData(e.target).get('token').trim();
    this._busy = true;
    await signIn(token);
    this._busy = false;
  };
}
customElements.define('mb-sign-in', SignIn);
