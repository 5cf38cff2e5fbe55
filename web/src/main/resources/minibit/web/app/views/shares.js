import { html, nothing } from 'lit';
import { del, get, post } from '../core/api.js';
import { status } from '../core/daemon.js';
import { calmly, copy } from '../core/dom.js';
import { bytes, duration, safe, short } from '../core/format.js';
import { t } from '../core/i18n.js';
import { live } from '../core/live.js';
import { Part } from '../core/part.js';
import { route, stay } from '../core/router.js';
import { Watch } from '../core/store.js';
import { bar, button, chip, empty, signButton, trouble, waiting } from '../ui/bits.js';
import { confirm } from '../ui/dialog.js';
import { icon } from '../ui/icons.js';
import { panel, tabs } from '../ui/tabs.js';
import { attempt, toast } from '../ui/toast.js';
import './shares/files.js';
import { openWizard } from './shares/wizard.js';
import './shares/wanted.js';

const TABS = ['folders', 'files', 'wanted'];
const AGAIN = 5_000;
const WHILE_HASHING = 1_500;
const KINDS = { ready: 'good', hashing: 'warn', scanning: 'warn', missing: 'bad' };
const SIGNS = { ready: 'check', hashing: 'clock', scanning: 'search', missing: 'alert' };

/** What this daemon offers to the group. */
class Shares extends Part {
  static properties = { _shares: { state: true }, _problem: { state: true } };

  constructor() {
    super();
    this._shares = null;
    this._problem = null;
    new Watch(this, status, route);
    this.during(() => live.on('share-changed', calmly(300, () => this.#load())));
    this.during(() => live.on('share-progress', calmly(300, () => this.#load())));
    this.during(() => live.on('stream-open', () => this.#load()));
    this.during(() => this.#keepAsking());
  }

  #keepAsking() {
    let timer = 0;
    const next = async () => {
      if (!document.hidden) await this.#load();
      timer = setTimeout(next, this._shares?.waitingFiles > 0 ? WHILE_HASHING : AGAIN);
    };
    next();
    return () => clearTimeout(timer);
  }

  async #load() {
    try {
      this._shares = await get('shares');
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  get #tab() {
    const [tab] = route.value.view === 'shares' ? route.value.parts : [];
    return TABS.includes(tab) ? tab : 'folders';
  }

  render() {
    return html`
      <header class="view-head">
        <h1>${t('nav.shares')}</h1>
        ${signButton('refresh', t('shares.refresh'), () => this.#refresh())}
        ${button(t('shares.share'), () => this.#add(), { kind: 'main', sign: 'plus' })}
      </header>
      ${this.#summary()}
      ${tabs({
        group: 'shares',
        label: t('nav.shares'),
        active: this.#tab,
        items: TABS.map((id) => ({ id, text: t(`shares.tab.${id}`) })),
        onSelect: (id) => stay('shares', [id]),
      })}
      ${panel({ group: 'shares', active: this.#tab, body: this.#body() })}
    `;
  }

  #summary() {
    const all = this._shares;
    if (!all) return nothing;
    const whole = all.bytes + all.waitingBytes;
    const me = status.value;
    return html`<section class="figures" aria-label=${t('shares.summary')}>
      <div class="figure">
        <span class="figure-name">${t('shares.offered')}</span>
        <strong class="num">${bytes(all.bytes)}</strong>
        <span class="small second">${t('search.found', { n: all.files })}</span>
      </div>
      <div class="figure">
        <span class="figure-name">${t('shares.hashing')}</span>
        <strong class="num"
          >${all.waitingFiles > 0 ? t('search.found', { n: all.waitingFiles }) : t('shares.allReady')}</strong
        >
        ${all.waitingFiles > 0
          ? html`${bar(whole > 0 ? all.bytes / whole : 0, { state: 'hashing', label: t('shares.hashing') })}
              <span class="small second num"
                >${t('shares.toGo', { size: bytes(all.waitingBytes), time: duration(all.timeLeft) })}</span
              >`
          : html`<span class="small second">${t('shares.watched')}</span>`}
      </div>
      ${me
        ? html`<div class="figure">
            <span class="figure-name">${t('shares.identity')}</span>
            <div class="row">
              <strong class="clip">${safe(me.name)}</strong>
              <span class="mono small second" title=${me.id}>${short(me.id, 16)}…</span>
              ${signButton('copy', t('shares.copyId'), () => this.#copyId(me.id), { kind: 'ghost slim' })}
            </div>
            <span class="small second">${t('shares.identityText')}</span>
          </div>`
        : nothing}
    </section>`;
  }

  async #copyId(id) {
    if (await copy(id)) toast(t('common.copied'));
  }

  #body() {
    if (this.#tab === 'files') return html`<mb-share-files></mb-share-files>`;
    if (this.#tab === 'wanted') return html`<mb-wanted></mb-wanted>`;
    if (this._problem && !this._shares) return trouble(this._problem, () => this.#load());
    if (!this._shares) return waiting();
    if (this._shares.shares.length === 0) {
      return empty({
        sign: 'shares',
        title: t('shares.none'),
        text: t('shares.noneText'),
        action: button(t('shares.share'), () => this.#add(), { kind: 'main', sign: 'plus' }),
      });
    }
    return html`<ul class="shares">
      ${this._shares.shares.map((one) => this.#share(one))}
    </ul>`;
  }

  #share(one) {
    const part = one.bytes > 0 ? one.hashedBytes / one.bytes : one.state === 'ready' ? 1 : 0;
    const busy = one.state === 'hashing' || one.state === 'scanning';
    return html`<li class="panel-card share">
      <span class="kind folder">${icon(one.name === '' ? 'file' : 'folder')}</span>
      <div class="grow stack">
        <div class="row wrap">
          <strong class="clip">${safe(one.name || one.path.split('/').at(-1))}</strong>
          ${chip(t(`shares.state.${one.state}`), { kind: KINDS[one.state], sign: SIGNS[one.state] })}
          ${one.failed > 0
            ? chip(t('shares.failed', { n: one.failed }), { kind: 'bad', sign: 'alert' })
            : nothing}
        </div>
        <span class="mono small second clip" title=${safe(one.path)}>${safe(one.path)}</span>
        ${busy
          ? html`<div class="progress-cell wide">
              ${bar(part, { state: one.state, label: t('shares.progressOf', { name: safe(one.path) }) })}
              <span class="num small second"
                >${t('transfer.of', { done: bytes(one.hashedBytes), total: bytes(one.bytes) })} ·
                ${duration(one.timeLeft)}</span
              >
            </div>`
          : html`<span class="small second num"
              >${t('search.folderHolds', { n: one.files, size: bytes(one.bytes) })}</span
            >`}
      </div>
      ${signButton('trash', t('shares.unshare', { name: safe(one.name || one.path) }), () => this.#unshare(one), {
        kind: 'ghost',
      })}
    </li>`;
  }

  async #add() {
    if (await openWizard()) await this.#load();
  }

  async #refresh() {
    await attempt(() => post('shares/refresh'), t('shares.refreshing'));
    await this.#load();
  }

  async #unshare(one) {
    const yes = await confirm({
      title: t('shares.unshareTitle'),
      text: t('shares.unshareText', { path: safe(one.path) }),
      yes: t('shares.unshareYes'),
      danger: true,
    });
    if (!yes) return;
    await attempt(() => del('shares', { path: one.path }), t('shares.unshared'));
    await this.#load();
  }
}
customElements.define('mb-shares', Shares);
