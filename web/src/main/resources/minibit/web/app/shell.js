import { html, nothing } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { group, heartbeat, speeds, status } from './core/daemon.js';
import { announce } from './core/dom.js';
import { rate, safe } from './core/format.js';
import { t } from './core/i18n.js';
import { live } from './core/live.js';
import { Part } from './core/part.js';
import { prefer, prefs } from './core/prefs.js';
import { go, href, route } from './core/router.js';
import { session, signOut } from './core/session.js';
import { Watch } from './core/store.js';
import { shortcuts } from './shortcuts.js';
import { waiting, signButton, trouble } from './ui/bits.js';
import { languageButton, mark } from './ui/brand.js';
import { icon } from './ui/icons.js';
import { openMenu } from './ui/menu.js';
import './ui/spark.js';
import './sign-in.js';
import { FIRST, VIEWS } from './views.js';
import { welcome } from './welcome.js';

const THEMES = ['auto', 'light', 'dark'];
const THEME_SIGNS = { auto: 'auto', light: 'sun', dark: 'moon' };

/** The frame around every view: navigation, how the group and the speeds are, sign-in. */
class App extends Part {
  static properties = { _failed: { state: true } };

  #loaded = new Set();
  #shown = null;

  constructor() {
    super();
    this._failed = null;
    new Watch(this, session, route, status, group, speeds, heartbeat, live.state, prefs);
    this.during(() => shortcuts(VIEWS));
  }

  get #view() {
    return VIEWS.find((one) => one.id === route.value.view) ?? VIEWS.find((one) => one.id === FIRST);
  }

  willUpdate() {
    if (session.value.state !== 'in') return;
    const view = this.#view;
    if (this.#loaded.has(view.id)) return;
    this.#loaded.add(view.id);
    view.load().then(
      () => {
        this._failed = null;
        this.requestUpdate();
      },
      (e) => {
        this.#loaded.delete(view.id);
        this._failed = e;
      },
    );
  }

  updated() {
    const inside = session.value.state === 'in';
    const title = inside ? t(`nav.${this.#view.id}`) : t('signIn.title');
    document.title = `${title} · minibit`;
    if (inside && this.#shown !== this.#view.id) {
      if (this.#shown !== null) {
        announce(title);
        this.querySelector('main')?.focus({ preventScroll: true });
      }
      this.#shown = this.#view.id;
    }
  }

  render() {
    const { state } = session.value;
    if (state === 'asking') return html`<main class="center">${waiting()}</main>`;
    if (state === 'out') return html`<mb-sign-in></mb-sign-in>`;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${t('nav.skip')}</a>
      <div class="frame">
        <div class="rail">
          <header>
            <a class="brand" href=${href(FIRST)} aria-label="minibit">${mark()}<span>minibit</span></a>
          </header>
          ${this.#navigation()} ${this.#pulse()} ${this.#tools()}
        </div>
        ${this.#top()}
        <main id="main" tabindex="-1" class="place">
          ${this.#link()}${this.#view.id === FIRST && !route.value.query.get('q') ? welcome() : nothing}
          ${this._failed ? trouble(this._failed) : this.#body()}
        </main>
      </div>
    `;
  }

  #skip = (e) => {
    e.preventDefault();
    this.querySelector('main').focus();
  };

  #body() {
    const view = this.#view;
    if (!customElements.get(view.tag)) return waiting();
    const tag = unsafeStatic(view.tag);
    return staticHtml`<${tag} class="view"></${tag}>`;
  }

  #navigation() {
    const rest = VIEWS.filter((one) => !one.bar);
    const restOn = rest.includes(this.#view);
    return html`<nav class="nav" aria-label=${t('nav.label')}>
      <ul>
        ${VIEWS.map(
          (one) => html`<li class=${one.bar ? '' : 'rest'}>
            <a
              class="nav-item"
              href=${href(one.id)}
              aria-current=${one === this.#view ? 'page' : nothing}
              title=${t(`nav.${one.id}`)}
              >${icon(one.sign)}<span>${t(`nav.${one.id}`)}</span>${this.#badge(one.id)}</a
            >
          </li>`,
        )}
        ${rest.length === 0
          ? nothing
          : html`<li class="phone-only">
              <button
                class="nav-item ${restOn ? 'on' : ''}"
                aria-haspopup="menu"
                @click=${(e) => this.#more(e.currentTarget, rest)}
              >
                ${icon('menu')}<span>${t('nav.more')}</span>
              </button>
            </li>`}
      </ul>
    </nav>`;
  }

  #badge(id) {
    const active = speeds.value.active || (status.value?.transfers.active ?? 0);
    if (id !== 'transfers' || active === 0) return nothing;
    return html`<span class="nav-badge num" aria-label=${t('nav.active', { n: active })}
      >${active}</span
    >`;
  }

  #more(anchor, rest) {
    const items = rest.map((one) => ({
      text: t(`nav.${one.id}`),
      sign: one.sign,
      act: () => go(one.id),
    }));
    openMenu(anchor, items, { label: t('nav.more') });
  }

  /** Who is tracker, in which epoch, and whether it was heard just now. */
  #pulse() {
    const g = group.value;
    if (!g) return html`<div class="pulse"></div>`;
    const beat = Date.now() - heartbeat.value.at < 1_500;
    return html`<section class="pulse" aria-label=${t('pulse.label')}>
      <div class="row">
        <span class="dot ${g.tracker ? 'good' : 'warn'} ${beat ? 'beat' : ''}"></span>
        <strong class="clip grow" title=${safe(g.name)}>${safe(g.name)}</strong>
        <span class="chip office num" title=${t('pulse.epochTitle')}
          >${t('pulse.epoch', { epoch: g.epoch })}</span
        >
      </div>
      <p class="small second clip">
        ${g.tracker ? t('pulse.tracker', { name: safe(g.tracker.name) }) : t('pulse.noTracker')}
      </p>
      <mb-spark
        .down=${speeds.value.down}
        .up=${speeds.value.up}
        .label=${t('pulse.graph')}
      ></mb-spark>
      ${this.#rates()}
    </section>`;
  }

  #rates() {
    const down = speeds.value.down.at(-1) ?? 0;
    const up = speeds.value.up.at(-1) ?? 0;
    return html`<div class="rates num">
      <span class="down" title=${t('pulse.down')}>${icon('down')}${rate(down)}</span>
      <span class="up" title=${t('pulse.up')}>${icon('up')}${rate(up)}</span>
    </div>`;
  }

  #tools() {
    return html`<div class="tools">
      ${this.#themeButton()} ${languageButton()}
      ${signButton('help', t('help.title'), openHelpSoon, { kind: 'ghost' })}
      ${signButton('exit', t('nav.signOut'), signOut, { kind: 'ghost' })}
    </div>`;
  }

  #themeButton() {
    const { theme } = prefs.value;
    const items = THEMES.map((one) => ({
      text: t(`theme.${one}`),
      sign: THEME_SIGNS[one],
      on: one === theme,
      act: () => prefer({ theme: one }),
    }));
    return html`<button
      class="button sign ghost"
      aria-haspopup="menu"
      aria-label=${t('theme.label')}
      title=${t('theme.label')}
      @click=${(e) => openMenu(e.currentTarget, items, { label: t('theme.label') })}
    >
      ${icon(THEME_SIGNS[theme] ?? 'auto')}
    </button>`;
  }

  /** On a phone: where we are, the speeds, and the tools in a menu. */
  #top() {
    return html`<header class="top">
      <a class="brand" href=${href(FIRST)} aria-label="minibit">${mark()}</a>
      ${this.#office()}<span class="grow"></span>
      ${this.#rates()} ${this.#themeButton()} ${languageButton()}
      ${signButton('exit', t('nav.signOut'), signOut, { kind: 'ghost' })}
    </header>`;
  }

  /** The epoch where there is no room for more; it leads to the group. */
  #office() {
    const g = group.value;
    if (!g) return nothing;
    const who = g.tracker ? t('pulse.tracker', { name: safe(g.tracker.name) }) : t('pulse.noTracker');
    const epoch = t('pulse.epoch', { epoch: g.epoch });
    return html`<a class="chip office num" href=${href('group')} aria-label="${epoch}, ${who}">${epoch}</a>`;
  }

  #link() {
    if (live.state.value !== 'waiting') return nothing;
    return html`<div class="strip warn" role="status">${icon('alert')}${t('nav.offline')}</div>`;
  }
}

const openHelpSoon = () => import('./help.js').then(({ openHelp }) => openHelp(VIEWS));

customElements.define('mb-app', App);
