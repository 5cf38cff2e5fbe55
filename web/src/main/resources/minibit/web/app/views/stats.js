import { html, nothing } from 'lit';
import { get } from '../core/api.js';
import { speeds, status } from '../core/daemon.js';
import { bytes, clock, date, dateTime, duration, rate, safe } from '../core/format.js';
import { number, t } from '../core/i18n.js';
import { Part } from '../core/part.js';
import { route, stay } from '../core/router.js';
import { Watch } from '../core/store.js';
import { speedAxis } from '../ui/axes.js';
import { empty, trouble, waiting } from '../ui/bits.js';
import { faint } from '../ui/canvas.js';
import '../ui/chart.js';
import { panel, tabs } from '../ui/tabs.js';
import './stats/log.js';

const RANGES = ['session', 'day', 'all'];
const TABS = [...RANGES, 'log', 'changes'];
const AGAIN = 5_000;

/** How fast, how much, and what was logged and changed. */
class Statistics extends Part {
  static properties = { _stats: { state: true }, _problem: { state: true } };

  #range = null;

  constructor() {
    super();
    this._stats = null;
    this._problem = null;
    new Watch(this, route, status, speeds);
    this.during(() => {
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  get #tab() {
    const [tab] = route.value.view === 'stats' ? route.value.parts : [];
    return TABS.includes(tab) ? tab : 'session';
  }

  willUpdate() {
    const range = RANGES.includes(this.#tab) ? this.#tab : null;
    if (range !== null && range !== this.#range) {
      this.#range = range;
      this._stats = null;
      this.#load();
    }
  }

  async #load() {
    const range = this.#range;
    if (range === null || !RANGES.includes(this.#tab)) return;
    try {
      const stats = await get('stats', { range });
      if (range === this.#range) {
        this._stats = stats;
        this._problem = null;
      }
    } catch (e) {
      this._problem = e;
    }
  }

  render() {
    return html`
      <header class="view-head"><h1>${t('nav.stats')}</h1></header>
      ${this.#figures()}
      ${tabs({
        group: 'stats',
        label: t('nav.stats'),
        active: this.#tab,
        items: TABS.map((id) => ({ id, text: t(`stats.tab.${id}`) })),
        onSelect: (id) => stay('stats', [id]),
      })}
      ${panel({ group: 'stats', active: this.#tab, body: this.#body() })}
    `;
  }

  #figures() {
    const now = status.value;
    const totals = this._stats?.totals;
    return html`<section class="figures" aria-label=${t('stats.summary')}>
      ${figure(t('stats.downNow'), rate(speeds.value.down.at(-1) ?? 0), totals && t('stats.inSession', { size: bytes(totals.session.down) }))}
      ${figure(t('stats.upNow'), rate(speeds.value.up.at(-1) ?? 0), totals && t('stats.inSession', { size: bytes(totals.session.up) }))}
      ${figure(t('stats.ever'), totals ? bytes(totals.all.down + totals.all.up) : '–', totals && t('stats.everParts', { down: bytes(totals.all.down), up: bytes(totals.all.up) }))}
      ${figure(
        t('stats.ratio'),
        totals && totals.all.down > 0 ? number(totals.all.up / totals.all.down, { maximumFractionDigits: 2 }) : '–',
        t('stats.ratioText'),
      )}
      ${now ? figure(t('stats.uptime'), duration(now.uptime), `minibit ${safe(now.version)}`) : nothing}
      ${now?.dht ? this.#found(now) : nothing}
    </section>`;
  }

  /** How peers are found without a tracker. */
  #found({ dht, lsd }) {
    return [
      figure(
        t('stats.dht'),
        dht.enabled ? number(dht.nodes) : t('stats.off'),
        dht.enabled && t('stats.dhtText', { n: dht.torrents }),
      ),
      figure(
        t('stats.lsd'),
        lsd.enabled ? number(lsd.found) : t('stats.off'),
        lsd.enabled && t('stats.lsdText', { n: lsd.torrents }),
      ),
    ];
  }

  #body() {
    if (this.#tab === 'log') return html`<mb-daemon-log></mb-daemon-log>`;
    if (this.#tab === 'changes') return html`<mb-audit></mb-audit>`;
    if (this._problem && !this._stats) return trouble(this._problem, () => this.#load());
    if (!this._stats) return waiting();
    if (this._stats.points.length === 0) return empty({ sign: 'stats', title: t('stats.none'), text: t('stats.noneText') });
    return html`<mb-chart
      class="panel-card stats-chart"
      .option=${speedHistory(this._stats, this.#tab)}
      .label=${t('stats.graph', { range: t(`stats.tab.${this.#tab}`) })}
    ></mb-chart>`;
  }
}
customElements.define('mb-stats', Statistics);

function figure(name, value, more) {
  return html`<div class="figure">
    <span class="figure-name">${name}</span><strong class="num">${value}</strong>${more
      ? html`<span class="small second">${more}</span>`
      : nothing}
  </div>`;
}

/** Points of a time axis; a pause is drawn as one, not as a slope. */
function speedHistory({ step, points }, range) {
  const series = (name, key, token) => ({
    name,
    type: 'line',
    showSymbol: false,
    sampling: 'lttb',
    lineStyle: { width: 1.75 },
    areaStyle: { color: faint(token, 0.14) },
    data: points.flatMap((one, i) => {
      const at = new Date(one.at).getTime();
      const before = i > 0 ? new Date(points[i - 1].at).getTime() : at;
      const gap = at - before > 2.5 * step * 1000;
      return gap ? [[before + step * 1000, null], [at, one[key]]] : [[at, one[key]]];
    }),
  });
  const when = range === 'session' ? clock : range === 'day' ? dateTime : date;
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, left: 4, icon: 'roundRect' },
    tooltip: {
      trigger: 'axis',
      formatter: (all) =>
        [when(all[0].value[0]), ...all.map((one) => `${one.seriesName}: ${rate(one.value[1])}`)].join('\n'),
    },
    xAxis: { type: 'time' },
    yAxis: speedAxis(),
    series: [series(t('pulse.down'), 'down', '--down'), series(t('pulse.up'), 'up', '--up')],
  };
}
