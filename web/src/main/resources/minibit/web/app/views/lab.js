import { html, nothing } from 'lit';
import { del, get, post, seg } from '../core/api.js';
import { announce } from '../core/dom.js';
import { bytes, percent } from '../core/format.js';
import { has, number, t } from '../core/i18n.js';
import { Part } from '../core/part.js';
import { bar, button, empty, field, toggleChip, trouble, waiting } from '../ui/bits.js';
import '../ui/chart.js';
import { attempt } from '../ui/toast.js';
import { comparison, completion, ratio } from './lab/charts.js';

const LOOK = 600;
const KEPT = 'minibit-lab';

/** What an older answer leaves out. */
const LIMITS = { peers: 1_000, pieces: 1_000, strategies: 12 };

const word = (kind, id) => (has(`lab.${kind}.${id}`) ? t(`lab.${kind}.${id}`) : id);

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) || 'null');
  } catch {
    return null;
  }
}

/** The laboratory: a swarm in virtual time, the same for several strategies, side by side. */
class Lab extends Part {
  static properties = {
    _offer: { state: true },
    _problem: { state: true },
    _wish: { state: true },
    _run: { state: true },
    _results: { state: true },
  };

  #timer = 0;

  constructor() {
    super();
    this._offer = null;
    this._problem = null;
    this._run = null;
    this._results = kept();
    this._wish = {
      scenario: 'flash-crowd',
      peers: 40,
      pieces: 64,
      seed: 1,
      pickers: new Set(['rarest', 'random']),
      chokers: new Set(['tit-for-tat']),
    };
    this.during(() => {
      this.#load();
      return () => clearTimeout(this.#timer);
    });
  }

  async #load() {
    try {
      this._offer = await get('laboratory');
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  get #limits() {
    return { ...LIMITS, ...this._offer?.limits };
  }

  render() {
    return html`
      <header class="view-head"><h1>${t('nav.lab')}</h1></header>
      <p class="second lab-intro">${t('lab.intro')}</p>
      ${this.#body()}
    `;
  }

  #body() {
    if (this._problem && !this._offer) return trouble(this._problem, () => this.#load());
    if (!this._offer) return waiting();
    return html`${this.#form()} ${this._run ? this.#progress() : nothing}
    ${this._results
      ? this.#outcome(this._results)
      : this._run
        ? nothing
        : empty({ sign: 'lab', title: t('lab.none'), text: t('lab.noneText') })}`;
  }

  #form() {
    const wish = this._wish;
    const count = wish.pickers.size * wish.chokers.size;
    return html`<form class="panel-card lab-form" @submit=${this.#start}>
      ${field(
        t('lab.scenario'),
        html`<select class="input" @change=${(e) => this.#set({ scenario: e.target.value })}>
          ${this._offer.scenarios.map(
            (id) => html`<option value=${id} ?selected=${id === wish.scenario}>${word('scenarioOf', id)}</option>`,
          )}
        </select>`,
        has(`lab.about.${wish.scenario}`) ? t(`lab.about.${wish.scenario}`) : undefined,
      )}
      <div class="trio">
        ${this.#count('peers', 1, this.#limits.peers)} ${this.#count('pieces', 1, this.#limits.pieces)}
        ${this.#count('seed', 0, Number.MAX_SAFE_INTEGER)}
      </div>
      ${this.#choice('pickers', this._offer.pickers)} ${this.#choice('chokers', this._offer.chokers)}
      <div class="row wrap end-row">
        <span class="small second grow">${t('lab.runs', { n: count })}</span>
        <button
          class="button main"
          type="submit"
          ?disabled=${this._run !== null || count === 0 || count > this.#limits.strategies}
        >
          ${t('lab.run')}
        </button>
      </div>
    </form>`;
  }

  #set(part) {
    this._wish = { ...this._wish, ...part };
  }

  #count(key, min, max) {
    return field(
      t(`lab.${key}`),
      html`<input
        class="input num"
        type="number"
        required
        min=${min}
        max=${max}
        step="1"
        .value=${String(this._wish[key])}
        @input=${(e) => e.target.validity.valid && this.#set({ [key]: Number(e.target.value) })}
      />`,
    );
  }

  #choice(key, ids) {
    const chosen = this._wish[key];
    return html`<fieldset>
      <legend>${t(`lab.${key}`)}</legend>
      <div class="row wrap">
        ${ids.map((id) =>
          toggleChip(word('strategy', id), {
            on: chosen.has(id),
            act: (e) => {
              e.preventDefault();
              const next = new Set(chosen);
              if (!next.delete(id)) next.add(id);
              this.#set({ [key]: next });
            },
          }),
        )}
      </div>
    </fieldset>`;
  }

  #progress() {
    const run = this._run;
    return html`<section class="panel-card lab-progress" aria-label=${t('lab.running')}>
      <div class="row">
        <strong class="grow">${t('lab.running')}</strong>
        ${button(t('common.cancel'), () => this.#stop(), { kind: 'slim' })}
      </div>
      ${bar(run.progress, { label: t('lab.running') })}
      <span class="num small second">${percent(run.progress)}</span>
    </section>`;
  }

  #start = async (e) => {
    e.preventDefault();
    const { pickers, chokers, ...rest } = this._wish;
    const asked = { ...rest, pickers: [...pickers], chokers: [...chokers] };
    await attempt(async () => {
      const { id } = await post('laboratory/runs', asked);
      this._run = { id, asked, progress: 0 };
      this.#look();
    });
  };

  #look() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const { id, asked } = this._run ?? {};
      if (!id) return;
      const went = await attempt(async () => this.#heard(await get(`laboratory/runs/${seg(id)}`), id, asked));
      if (!went) this._run = null;
    }, LOOK);
  }

  #heard(answer, id, asked) {
    if (this._run?.id !== id) return;
    if (answer.state === 'running') {
      this._run = { id, asked, progress: answer.progress };
      this.#look();
      return;
    }
    this._run = null;
    if (answer.state === 'failed') throw new Error(answer.problem ?? t('lab.failed'));
    this._results = { asked, results: answer.results };
    announce(t('lab.ready'));
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this._results));
    } catch {
      // The results stay until the page is left.
    }
  }

  async #stop() {
    const { id } = this._run;
    this._run = null;
    await attempt(() => del(`laboratory/runs/${seg(id)}`), t('lab.stopped'));
  }

  #outcome({ asked, results }) {
    const title = (one) => `${word('strategy', one.picker)} · ${word('strategy', one.choker)}`;
    // A run that was given up has no ratio, and is nobody's best.
    const best = Math.min(...results.filter((one) => one.ratio !== null).map((one) => one.last));
    return html`
      <h2 class="lab-title">
        ${t('lab.outcome', {
          scenario: word('scenarioOf', asked.scenario),
          peers: asked.peers,
          pieces: asked.pieces,
          seed: String(asked.seed),
        })}
      </h2>
      <div class="lab-charts">
        <mb-chart class="panel-card lab-chart" .option=${completion(results, title)} .label=${t('lab.completionLabel')}></mb-chart>
        <mb-chart class="panel-card lab-chart" .option=${comparison(results, title)} .label=${t('lab.comparisonLabel')}></mb-chart>
      </div>
      <div class="panel-card scroll-x">
        <table class="ledger">
          <caption class="unseen">${t('lab.table')}</caption>
          <thead>
            <tr>
              <th scope="col">${t('lab.strategyColumn')}</th>
              <th scope="col" class="end">${t('lab.last')}</th>
              <th scope="col" class="end">${t('lab.bound')}</th>
              <th scope="col" class="end">${t('lab.ratio')}</th>
              <th scope="col" class="end">${t('lab.median')}</th>
              <th scope="col" class="end">${t('lab.entropy')}</th>
              <th scope="col" class="end">${t('lab.duplicates')}</th>
            </tr>
          </thead>
          <tbody>
            ${results.map(
              (one) => html`<tr class=${one.last === best ? 'best' : ''}>
                <th scope="row">${title(one)}</th>
                <td class="num end">
                  ${one.ratio === null ? t('lab.givenUp', { s: seconds(one.last) }) : seconds(one.last)}
                </td>
                <td class="num end">${seconds(one.bound)}</td>
                <td class="num end">${ratio(one.ratio)}</td>
                <td class="num end">${one.median === null ? '–' : seconds(one.median)}</td>
                <td class="num end">${percent(one.entropy, 1)}</td>
                <td class="num end">${bytes(one.duplicateBytes)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="small second">${t('lab.explain')}</p>
    `;
  }
}
customElements.define('mb-lab', Lab);

const seconds = (value) => t('lab.seconds', { s: number(value, { maximumFractionDigits: 1 }) });
