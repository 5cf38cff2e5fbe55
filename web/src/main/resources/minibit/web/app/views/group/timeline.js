import { html, nothing } from 'lit';
import { get } from '../../core/api.js';
import { calmly } from '../../core/dom.js';
import { each } from '../../core/each.js';
import { dateTime, duration, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { live } from '../../core/live.js';
import { Part } from '../../core/part.js';
import { chip, empty, trouble, waiting } from '../../ui/bits.js';

/** Epoch by epoch: who was tracker, from when to when, by whose votes. */
class EpochTimeline extends Part {
  static properties = { _epochs: { state: true }, _problem: { state: true } };

  constructor() {
    super();
    this._epochs = null;
    this._problem = null;
    const later = calmly(400, () => this.#load());
    this.during(() => {
      this.#load();
      return live.on('tracker-changed', later);
    });
    this.during(() => live.on('stream-open', later));
  }

  async #load() {
    try {
      this._epochs = (await get('group/timeline')).epochs;
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  render() {
    if (this._problem && !this._epochs) return trouble(this._problem, () => this.#load());
    if (!this._epochs) return waiting();
    if (this._epochs.length === 0) return empty({ sign: 'clock', title: t('group.noEpochs'), text: t('group.noEpochsText') });
    const newest = [...this._epochs].sort((a, b) => b.recovery - a.recovery || b.epoch - a.epoch);
    return html`<ol class="epochs">
      ${each(newest, (one) => `${one.recovery}.${one.epoch}`, (one, i) => this.#epoch(one, i === 0))}
    </ol>`;
  }

  #epoch(one, now) {
    const lasted = one.from ? (new Date(one.to ?? Date.now()) - new Date(one.from)) / 1000 : null;
    const votes = Array.isArray(one.votes) ? one.votes : [];
    return html`<li class="epoch ${now ? 'now' : ''}">
      <span class="epoch-mark num" aria-hidden="true">${one.epoch}</span>
      <div class="grow stack">
        <div class="row wrap">
          <strong>${one.tracker ? safe(one.tracker.name) : t('group.unknownTracker')}</strong>
          <span class="second small">${t('pulse.epoch', { epoch: one.epoch })}</span>
          ${one.recovery > 0 ? chip(t('group.recovery', { n: one.recovery }), { kind: 'warn' }) : nothing}
          ${now ? chip(t('group.inOffice'), { kind: 'office', sign: 'crown' }) : nothing}
        </div>
        <span class="small second num"
          >${one.from ? dateTime(one.from) : nothing}${lasted === null
            ? nothing
            : ` · ${t('group.lasted', { time: duration(Math.max(0, lasted)) })}`}</span
        >
        ${votes.length > 0
          ? html`<span class="small second"
              >${t('group.votesOf', { names: votes.map((who) => safe(who.name ?? who)).join(', ') })}</span
            >`
          : nothing}
      </div>
    </li>`;
  }
}
customElements.define('mb-epochs', EpochTimeline);
