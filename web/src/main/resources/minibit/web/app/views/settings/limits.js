import { html, nothing } from 'lit';
import { get, put } from '../../core/api.js';
import { rate } from '../../core/format.js';
import { language, number, t } from '../../core/i18n.js';
import { Part } from '../../core/part.js';
import { button, field, signButton, toggleChip, trouble, waiting } from '../../ui/bits.js';
import { icon } from '../../ui/icons.js';
import { attempt } from '../../ui/toast.js';

const KIB = 1024;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** Monday, 2024-01-01: to have the days' names in the user's language. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const AGAIN = 15_000;
const NIGHT = { days: [], from: '22:00', to: '07:00', use: 'unlimited' };

const dayName = (i) =>
  new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' }).format(new Date(MONDAY + i * DAY));

/** How fast all transfers together may be: usually, as a turtle, and by the clock. */
class LimitsForm extends Part {
  static properties = { _limits: { state: true }, _draft: { state: true }, _problem: { state: true } };

  constructor() {
    super();
    this._limits = null;
    this._draft = null;
    this._problem = null;
    this.during(() => {
      this.#load();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  async #load() {
    try {
      this.#heard(await get('limits'), this._draft === null || !this.#changed);
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  #heard(limits, fresh) {
    this._limits = limits;
    if (fresh) this._draft = structuredClone(plan(limits));
  }

  get #changed() {
    return JSON.stringify(this._draft) !== JSON.stringify(plan(this._limits));
  }

  render() {
    if (this._problem && !this._limits) return trouble(this._problem, () => this.#load());
    if (!this._limits) return waiting();
    return html`
      ${this.#now()}
      <form class="panel-card settings-form" @submit=${this.#save}>
        <fieldset>
          <legend>${t('settings.usual')}</legend>
          <div class="pair">${this.#speed('down', this._draft)} ${this.#speed('up', this._draft)}</div>
        </fieldset>
        ${this._draft.turtle ? this.#turtle() : nothing} ${this._draft.schedule ? this.#schedule() : nothing}
        <div class="row end-row">
          ${this.#changed ? button(t('common.cancel'), (e) => this.#undo(e)) : nothing}
          <button class="button main" type="submit" ?disabled=${!this.#changed}>${t('settings.save')}</button>
        </div>
      </form>
    `;
  }

  #now() {
    const force = this._limits.inForce;
    if (!force) return nothing;
    const words = [
      force.down ? t('limit.downTo', { rate: rate(force.down) }) : null,
      force.up ? t('limit.upTo', { rate: rate(force.up) }) : null,
    ].filter(Boolean);
    return html`<div class="row wrap turtle-row">
      <button
        class="button turtle"
        role="switch"
        aria-checked=${this._limits.turtle?.on ? 'true' : 'false'}
        @click=${() => this.#switchTurtle()}
      >
        ${icon('turtle')}<span>${t('settings.turtle')}</span>
      </button>
      <span class="second"
        >${words.length > 0 ? words.join(' · ') : t('settings.noLimit')}${force.because === 'schedule'
          ? ` (${t('settings.bySchedule')})`
          : nothing}</span
      >
    </div>`;
  }

  #speed(way, of) {
    const value = of[way] == null ? '' : Math.max(1, Math.round(of[way] / KIB));
    return field(
      t(`pulse.${way}`),
      html`<span class="unit-input"
        ><input
          class="input num"
          type="number"
          min="0"
          step="1"
          inputmode="numeric"
          placeholder=${t('limit.none')}
          .value=${String(value)}
          @input=${(e) => {
            const kib = Number(e.target.value);
            // Nothing and 0 are no limit, as at the command line.
            of[way] = kib > 0 ? Math.max(1, kib) * KIB : null;
            this.requestUpdate();
          }}
        /><span class="second">KiB/s</span></span
      >`,
    );
  }

  #turtle() {
    return html`<fieldset>
      <legend>${t('settings.turtleLimits')}</legend>
      <p class="small second">${t('settings.turtleText')}</p>
      <div class="pair">${this.#speed('down', this._draft.turtle)} ${this.#speed('up', this._draft.turtle)}</div>
    </fieldset>`;
  }

  #schedule() {
    const { schedule } = this._draft;
    return html`<fieldset>
      <legend>${t('settings.schedule')}</legend>
      <p class="small second">${t('settings.scheduleText')}</p>
      ${schedule.map((one, i) => this.#window(one, i))}
      <div>${button(t('settings.addWindow'), (e) => this.#add(e), { sign: 'plus' })}</div>
    </fieldset>`;
  }

  #window(one, i) {
    const set = (part) => {
      Object.assign(one, part);
      this.requestUpdate();
    };
    return html`<div class="window" role="group" aria-label=${t('settings.window', { n: number(i + 1) })}>
      <div class="row wrap" role="group" aria-label=${t('settings.days')}>
        ${DAYS.map((day, k) =>
          toggleChip(dayName(k), {
            on: one.days.length === 0 || one.days.includes(day),
            act: (e) => {
              e.preventDefault();
              const all = one.days.length === 0 ? DAYS : one.days;
              const days = all.includes(day) ? all.filter((other) => other !== day) : DAYS.filter((other) => all.includes(other) || other === day);
              set({ days: days.length === DAYS.length ? [] : days });
            },
          }),
        )}
      </div>
      <div class="row wrap">
        ${field(t('settings.from'), html`<input class="input num" type="time" required .value=${one.from} @input=${(e) => set({ from: e.target.value })} />`)}
        ${field(t('settings.to'), html`<input class="input num" type="time" required .value=${one.to} @input=${(e) => set({ to: e.target.value })} />`)}
        ${field(
          t('settings.use'),
          html`<select class="input" @change=${(e) => set({ use: e.target.value })}>
            ${['turtle', 'unlimited'].map(
              (use) => html`<option value=${use} ?selected=${use === one.use}>${t(`settings.useOf.${use}`)}</option>`,
            )}
          </select>`,
        )}
        ${signButton('trash', t('settings.removeWindow', { n: number(i + 1) }), (e) => this.#remove(e, i), { kind: 'ghost' })}
      </div>
    </div>`;
  }

  #add(e) {
    e.preventDefault();
    this._draft.schedule.push(structuredClone(NIGHT));
    this.requestUpdate();
  }

  #remove(e, i) {
    e.preventDefault();
    this._draft.schedule.splice(i, 1);
    this.requestUpdate();
  }

  #undo(e) {
    e.preventDefault();
    this._draft = structuredClone(plan(this._limits));
  }

  #save = async (e) => {
    e.preventDefault();
    await attempt(async () => this.#heard(await put('limits', this._draft), true), t('settings.saved'));
  };

  async #switchTurtle() {
    const now = plan(this._limits);
    const keep = this.#changed;
    await attempt(async () =>
      this.#heard(await put('limits', { ...now, turtle: { ...now.turtle, on: !now.turtle.on } }), !keep),
    );
    if (keep) this._draft.turtle.on = this._limits.turtle.on;
  }
}
customElements.define('mb-limits', LimitsForm);

/** What is wanted, without what follows from it. */
function plan(limits) {
  const { inForce, ...rest } = limits;
  return rest;
}
