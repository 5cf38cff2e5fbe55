import { html, nothing } from 'lit';
import { get } from '../core/api.js';
import { status } from '../core/daemon.js';
import { dateTime, safe, short } from '../core/format.js';
import { LANGUAGES, has, language, speak, t } from '../core/i18n.js';
import { Part } from '../core/part.js';
import { prefer, prefs } from '../core/prefs.js';
import { route, stay } from '../core/router.js';
import { Watch } from '../core/store.js';
import { chip, facts, field, trouble, waiting } from '../ui/bits.js';
import { panel, tabs } from '../ui/tabs.js';
import { toast } from '../ui/toast.js';
import './settings/limits.js';

const TABS = ['limits', 'page', 'daemon'];
const THEMES = ['auto', 'light', 'dark'];

/** Speed limits, how this page looks and speaks, and the settings the daemon runs with. */
class Settings extends Part {
  static properties = { _config: { state: true }, _problem: { state: true }, _filter: { state: true } };

  constructor() {
    super();
    this._config = null;
    this._problem = null;
    this._filter = '';
    new Watch(this, route, prefs, status);
    this.during(() => {
      this.#load();
    });
  }

  async #load() {
    try {
      this._config = await get('config');
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  get #tab() {
    const [tab] = route.value.view === 'settings' ? route.value.parts : [];
    return TABS.includes(tab) ? tab : 'limits';
  }

  render() {
    return html`
      <header class="view-head"><h1>${t('nav.settings')}</h1></header>
      ${tabs({
        group: 'settings',
        label: t('nav.settings'),
        active: this.#tab,
        items: TABS.map((id) => ({ id, text: t(`settings.tab.${id}`) })),
        onSelect: (id) => stay('settings', [id]),
      })}
      ${panel({ group: 'settings', active: this.#tab, body: this.#body() })}
    `;
  }

  #body() {
    if (this.#tab === 'limits') return html`<mb-limits></mb-limits>`;
    return this.#tab === 'page' ? this.#page() : this.#daemon();
  }

  #page() {
    const { theme, shortcuts, notify } = prefs.value;
    return html`<div class="panel-card settings-form">
      ${field(
        t('theme.label'),
        html`<select class="input" @change=${(e) => prefer({ theme: e.target.value })}>
          ${THEMES.map((one) => html`<option value=${one} ?selected=${one === theme}>${t(`theme.${one}`)}</option>`)}
        </select>`,
      )}
      ${field(
        t('nav.language'),
        html`<select class="input" @change=${(e) => speak(e.target.value)}>
          ${LANGUAGES.map(
            ([code, name]) => html`<option value=${code} lang=${code} ?selected=${code === language.value}>${name}</option>`,
          )}
        </select>`,
      )}
      ${tick(t('settings.shortcuts'), shortcuts, (on) => prefer({ shortcuts: on }), t('settings.shortcutsText'))}
      ${tick(t('settings.notify'), notify, (on) => this.#notify(on), t('settings.notifyText'))}
    </div>`;
  }

  /** Asks the browser first: what it refuses is not pretended. */
  async #notify(on) {
    if (!on) return prefer({ notify: false });
    const answer = 'Notification' in window ? await Notification.requestPermission() : 'denied';
    if (answer !== 'granted') toast(t('settings.notifyDenied'), { kind: 'bad' });
    return prefer({ notify: answer === 'granted' });
  }

  #daemon() {
    if (this._problem && !this._config) return trouble(this._problem, () => this.#load());
    if (!this._config) return waiting();
    const me = status.value;
    const words = this._filter.toLocaleLowerCase();
    const shown = this._config.settings.filter(
      (one) => words === '' || `${one.key} ${one.value} ${one.reason}`.toLocaleLowerCase().includes(words),
    );
    return html`
      ${me
        ? html`<section class="panel-card" aria-label=${t('settings.thisDaemon')}>
            ${facts([
              [t('settings.name'), safe(me.name)],
              [t('settings.id'), html`<span class="mono" title=${me.id}>${short(me.id, 16)}…</span>`],
              [t('settings.version'), me.version],
              [t('settings.started'), dateTime(me.started)],
              [t('settings.home'), html`<span class="mono">${safe(me.home)}</span>`],
              [t('settings.peerPort'), html`<span class="mono">${safe(me.listen.peer)}</span>`],
              [t('settings.memberPort'), html`<span class="mono">${safe(me.listen.member)}</span>`],
              [t('settings.apiPort'), html`<span class="mono">${safe(me.listen.api)}</span>`],
            ])}
            ${me.warnings?.length > 0
              ? html`<ul class="warnings">
                  ${me.warnings.map((one) => html`<li>${chip(safe(one), { kind: 'warn', sign: 'alert' })}</li>`)}
                </ul>`
              : nothing}
          </section>`
        : nothing}
      <p class="second small">${t('settings.fileText')} <span class="mono">${safe(this._config.file)}</span></p>
      ${field(
        t('settings.find'),
        html`<input class="input" type="search" @input=${(e) => (this._filter = e.target.value)} />`,
      )}
      <div class="panel-card scroll-x">
        <table class="ledger settings-table">
          <caption class="unseen">${t('settings.table')}</caption>
          <thead>
            <tr>
              <th scope="col">${t('settings.key')}</th>
              <th scope="col">${t('settings.value')}</th>
              <th scope="col">${t('settings.origin')}</th>
              <th scope="col">${t('settings.reason')}</th>
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (one) => html`<tr>
                <th scope="row" class="mono">${one.key}</th>
                <td title=${t('settings.standard', { value: one.standard })}>
                  <span class="mono">${safe(one.value)}</span>${one.unit
                    ? html`<small class="second unit" lang="en">${one.unit}</small>`
                    : nothing}
                </td>
                <td>${chip(origin(one.source), { kind: one.source === 'default' ? 'plain' : 'office' })}</td>
                <td class="reason small second" lang="en">${one.reason}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
customElements.define('mb-settings', Settings);

/** Where a value comes from: a word of ours, or the flag or variable by its name. */
function origin(source) {
  const key = `settings.source.${source}`;
  return has(key) ? t(key) : safe(source);
}

function tick(text, on, act, help) {
  return html`<label class="tick setting-tick"
    ><input type="checkbox" .checked=${on} @change=${(e) => act(e.target.checked)} /><span
      >${text}<small class="field-help">${help}</small></span
    ></label
  >`;
}
