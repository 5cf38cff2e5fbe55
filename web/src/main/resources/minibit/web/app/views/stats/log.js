import { html, nothing } from 'lit';
import { get } from '../../core/api.js';
import { calmly } from '../../core/dom.js';
import { dateTime, safe } from '../../core/format.js';
import { has, number, t } from '../../core/i18n.js';
import { Part } from '../../core/part.js';
import { chip, empty, field, toggleChip, trouble, waiting } from '../../ui/bits.js';

const AGAIN = 3_000;
const LINES = 1_000;
const CHANGES = 200;
const LEVELS = ['ERROR', 'WARN', 'INFO'];
const KINDS = { ERROR: 'bad', WARN: 'warn', INFO: 'plain' };

/** A line of the log as it is written: time, level, who, text; others are kept whole. */
export function parsed(line) {
  const match = /^(\S+ \S+)\s+(ERROR|WARN|INFO|DEBUG)\s+([^:]+): (.*)$/s.exec(line);
  return match ? { at: match[1], level: match[2], who: match[3], text: match[4] } : { at: '', level: '', who: '', text: line };
}

/** The daemon's own log: registrations, searches, votes, heartbeats missed. */
class DaemonLog extends Part {
  static properties = { _log: { state: true }, _problem: { state: true }, _filter: { state: true }, _levels: { state: true } };

  constructor() {
    super();
    this._log = null;
    this._problem = null;
    this._filter = '';
    this._levels = new Set();
    this.during(() => {
      this.#load();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  async #load() {
    try {
      this._log = await get('log', { lines: LINES });
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  #toggle(level) {
    const levels = new Set(this._levels);
    if (!levels.delete(level)) levels.add(level);
    this._levels = levels;
  }

  #type = calmly(150, (value) => (this._filter = value.toLocaleLowerCase()));

  render() {
    if (this._problem && !this._log) return trouble(this._problem, () => this.#load());
    if (!this._log) return waiting();
    const lines = this._log.lines.map(parsed);
    const shown = lines
      .filter((one) => this._levels.size === 0 || this._levels.has(one.level))
      .filter((one) => this._filter === '' || `${one.who} ${one.text}`.toLocaleLowerCase().includes(this._filter))
      .reverse();
    return html`
      <div class="row wrap log-tools">
        ${field(
          t('stats.logFilter'),
          html`<input class="input" type="search" @input=${(e) => this.#type(e.target.value)} />`,
        )}
        <div class="row wrap" role="group" aria-label=${t('stats.levels')}>
          ${LEVELS.map((level) =>
            toggleChip(t(`stats.level.${level}`), {
              on: this._levels.has(level),
              act: () => this.#toggle(level),
              count: lines.filter((one) => one.level === level).length,
            }),
          )}
        </div>
      </div>
      <p class="small second clip" title=${safe(this._log.file)}>${t('stats.logFile', { file: safe(this._log.file) })}</p>
      ${shown.length === 0
        ? empty({ sign: 'text', title: t('stats.noLines') })
        : html`<div class="panel-card log-box" tabindex="0" role="region" aria-label=${t('stats.tab.log')}>
            <ol class="log-lines">
              ${shown.map(
                (one) => html`<li class=${KINDS[one.level] ?? 'plain'}>
                  <time class="num small second">${one.at.slice(11, 23)}</time>
                  <span class="log-level small">${one.level}</span>
                  <span class="small second clip" title=${safe(one.who)}>${safe(one.who)}</span>
                  <span class="log-text">${safe(one.text)}</span>
                </li>`,
              )}
            </ol>
          </div>`}
    `;
  }
}
customElements.define('mb-daemon-log', DaemonLog);

/** Who changed what by the API: this page, a command, anybody with the token. */
class Audit extends Part {
  static properties = { _audit: { state: true }, _problem: { state: true } };

  constructor() {
    super();
    this._audit = null;
    this._problem = null;
    this.during(() => {
      this.#load();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  async #load() {
    try {
      this._audit = await get('audit', { limit: CHANGES });
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  render() {
    if (this._problem && !this._audit) return trouble(this._problem, () => this.#load());
    if (!this._audit) return waiting();
    if (this._audit.entries.length === 0) return empty({ sign: 'clock', title: t('stats.noChanges'), text: t('stats.noChangesText') });
    return html`
      <p class="small second">${t('stats.changesKept', { n: number(this._audit.total) })}</p>
      <div class="panel-card scroll-x">
        <table class="ledger">
          <caption class="unseen">${t('stats.tab.changes')}</caption>
          <thead>
            <tr>
              <th scope="col">${t('stats.at')}</th>
              <th scope="col">${t('stats.who')}</th>
              <th scope="col">${t('stats.action')}</th>
              <th scope="col">${t('stats.subject')}</th>
              <th scope="col">${t('stats.result')}</th>
            </tr>
          </thead>
          <tbody>
            ${this._audit.entries.map(
              (one) => html`<tr>
                <td class="num">${dateTime(one.at)}</td>
                <td>${has(`stats.by.${one.who}`) ? t(`stats.by.${one.who}`) : html`<span class="mono">${safe(one.who)}</span>`}</td>
                <th scope="row" class="mono small">${safe(one.action)}</th>
                <td><span class="clip audit-subject" title=${safe(one.subject)}>${safe(one.subject)}</span></td>
                <td>
                  ${one.result === 'done'
                    ? chip(t('stats.done'), { kind: 'good', sign: 'check' })
                    : one.result
                      ? chip(safe(one.result), { kind: 'warn', sign: 'alert' })
                      : nothing}
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
customElements.define('mb-audit', Audit);
