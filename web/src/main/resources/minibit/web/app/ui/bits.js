import { html, nothing } from 'lit';
import { css } from '../core/dom.js';
import { number, t } from '../core/i18n.js';
import { percent } from '../core/format.js';
import { words } from '../core/api.js';
import { icon } from './icons.js';

/** Small stateless parts: functions that give a template. */

/** A mark with a word: `kind` is `plain`, `good`, `warn`, `bad` or `office`. */
export function chip(text, { kind = 'plain', sign = null, title = nothing } = {}) {
  return html`<span class="chip ${kind}" title=${title}>${sign ? icon(sign) : nothing}<span
      >${text}</span
    ></span>`;
}

/** A button that is pressed or not: a filter. */
export function toggleChip(text, { on, act, count = null, sign = null }) {
  return html`<button class="chip pick" aria-pressed=${on ? 'true' : 'false'} @click=${act}>
    ${sign ? icon(sign) : nothing}<span class="clip">${text}</span>${count === null
      ? nothing
      : html`<span class="count num">${number(count)}</span>`}
  </button>`;
}

/** How far something is, 0 to 1; `state` colours it. */
export function bar(part, { label, state = '' } = {}) {
  const value = Number.isFinite(part) ? Math.max(0, Math.min(1, part)) : 0;
  return html`<div
    class="bar ${state}"
    role="progressbar"
    aria-label=${label ?? t('common.progress')}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.floor(value * 100)}
    aria-valuetext=${percent(value)}
  >
    <span ${css({ '--part': value })}></span>
  </div>`;
}

/** A button with only a sign; the label is its tooltip and its name. */
export function signButton(sign, label, act, { kind = '', disabled = false, pressed } = {}) {
  return html`<button
    class="button sign ${kind}"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    ?disabled=${disabled}
    @click=${act}
  >
    ${icon(sign)}
  </button>`;
}

export function button(text, act, { kind = '', sign = null, disabled = false } = {}) {
  return html`<button class="button ${kind}" ?disabled=${disabled} @click=${act}>
    ${sign ? icon(sign) : nothing}<span>${text}</span>
  </button>`;
}

/** Nothing here, and what to do about it. */
export function empty({ sign = 'search', title, text, action = nothing }) {
  return html`<div class="empty">
    <div class="empty-mark" aria-hidden="true">${icon(sign)}</div>
    <h2>${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing} ${action}
  </div>`;
}

/** A failure in place, with a way to try again. */
export function trouble(problem, again) {
  const unknown = problem?.isUnknown;
  return html`<div class="empty" role=${unknown ? nothing : 'alert'}>
    <div class="empty-mark" aria-hidden="true">${icon(unknown ? 'info' : 'alert')}</div>
    <h2>${unknown ? t('common.olderDaemon') : t('common.failed')}</h2>
    <p>${unknown ? t('common.olderDaemonText') : words(problem)}</p>
    ${again && !unknown ? button(t('common.again'), again, { sign: 'refresh' }) : nothing}
  </div>`;
}

export function waiting() {
  return html`<div class="waiting" role="status">
    <span class="pieces-wait" aria-hidden="true"><i></i><i></i><i></i></span>
    <span class="unseen">${t('common.loading')}</span>
  </div>`;
}

/** A definition list of facts: `[[term, value], …]`; empty values are left out. */
export function facts(rows) {
  return html`<dl class="facts">
    ${rows
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

/** A text field with its label above. */
export function field(label, control, help) {
  return html`<label class="field"
    ><span class="field-label">${label}</span>${control}${help
      ? html`<span class="field-help">${help}</span>`
      : nothing}</label
  >`;
}
