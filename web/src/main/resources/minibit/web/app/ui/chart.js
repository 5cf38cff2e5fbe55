import { LitElement } from 'lit';
import { calmMotion, look } from '../core/prefs.js';
import { language } from '../core/i18n.js';
import { Watch } from '../core/store.js';
import { colour } from './canvas.js';

let library = null;
const load = () => (library ??= import('echarts'));

/** Series colours in their order, from the tokens. */
const SERIES = ['--down', '--up', '--office', '--warn', '--danger', '--ink-3'];

function theme() {
  const axis = {
    axisLine: { lineStyle: { color: colour('--line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: colour('--ink-2'), hideOverlap: true },
    nameTextStyle: { color: colour('--ink-2') },
    splitLine: { lineStyle: { color: colour('--line') } },
  };
  return {
    color: SERIES.map(colour),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour('--ink') },
    legend: { textStyle: { color: colour('--ink-2') }, inactiveColor: colour('--ink-3') },
    tooltip: {
      backgroundColor: colour('--raised'),
      borderColor: colour('--line'),
      textStyle: { color: colour('--ink'), fontSize: 13 },
    },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: { ...axis, splitLine: { show: false } },
    logAxis: axis,
  };
}

/**
 * A chart of ECharts, loaded when the first is shown: on canvas, tooltips drawn as rich text, so
 * that no markup is ever made. `option` is ECharts' own; `label` says what it shows.
 */
class Chart extends LitElement {
  static properties = { option: { attribute: false }, label: { type: String } };

  #chart = null;
  #drawn = -1;
  #box = document.createElement('div');
  #observer = new ResizeObserver(() => this.#chart?.resize());

  constructor() {
    super();
    this.option = null;
    this.label = '';
    new Watch(this, look, language);
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#box.className = 'chart-box';
    this.append(this.#box);
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.#chart?.dispose();
    this.#chart = null;
  }

  async updated() {
    this.setAttribute('role', 'img');
    this.setAttribute('aria-label', this.label);
    const echarts = await load();
    if (!this.isConnected || this.option === null) return;
    if (this.#drawn !== look.value) {
      this.#chart?.dispose();
      this.#chart = null;
      this.#drawn = look.value;
    }
    this.#chart ??= echarts.init(this.#box, theme(), { renderer: 'canvas' });
    const { tooltip, ...rest } = this.option;
    this.#chart.setOption(
      {
        animation: !calmMotion.matches,
        animationDuration: 250,
        animationDurationUpdate: 250,
        ...rest,
        ...(tooltip === undefined ? {} : { tooltip: { confine: true, ...tooltip, renderMode: 'richText' } }),
      },
      { notMerge: true, lazyUpdate: true },
    );
  }
}
customElements.define('mb-chart', Chart);
