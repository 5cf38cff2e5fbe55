import { html, nothing } from 'lit';
import { get } from '../../core/api.js';
import { css } from '../../core/dom.js';
import { bytes, percent, safe } from '../../core/format.js';
import { number, t } from '../../core/i18n.js';
import { Part } from '../../core/part.js';
import { bar, empty, trouble, waiting } from '../../ui/bits.js';

const AGAIN = 3_000;
/** Contents drawn; colder ones are left out. */
const MOST_ROWS = 24;
const MOST_CELLS = 96;

/** Groups the wanted blocks by content, the hottest first. */
export function byContent(wanted) {
  const contents = new Map();
  for (const one of wanted) {
    if (!contents.has(one.root)) {
      contents.set(one.root, { root: one.root, name: one.name, demand: 0, blocks: [] });
    }
    const content = contents.get(one.root);
    content.demand += one.demand;
    content.blocks.push(one);
  }
  const list = [...contents.values()].sort((a, b) => b.demand - a.demand).slice(0, MOST_ROWS);
  for (const content of list) {
    content.blocks.sort((a, b) => a.piece - b.piece || a.block - b.block);
    content.hottest = content.blocks.reduce((a, b) => (b.demand > a.demand ? b : a));
    content.blocks = content.blocks.slice(0, MOST_CELLS);
  }
  return list;
}

/** What peers ask for most, and how much of it the cache answers. */
class Wanted extends Part {
  static properties = { _cache: { state: true }, _problem: { state: true } };

  constructor() {
    super();
    this._cache = null;
    this._problem = null;
    this.during(() => {
      this.#load();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  async #load() {
    try {
      this._cache = await get('cache');
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  render() {
    if (this._problem && !this._cache) return trouble(this._problem, () => this.#load());
    if (!this._cache) return waiting();
    const cache = this._cache;
    const asked = cache.hits + cache.joined + cache.misses;
    return html`
      <section class="figures" aria-label=${t('cache.label')}>
        ${figure(t('cache.hitRate'), asked > 0 ? percent(cache.hitRate, 1) : '–', t('cache.asked', { n: asked }))}
        ${figure(t('cache.held'), bytes(cache.bytes), t('cache.blocks', { n: cache.blocks }))}
        <div class="figure">
          <span class="figure-name">${t('cache.full')}</span>
          <strong class="num">${cache.capacity > 0 ? percent(cache.bytes / cache.capacity) : '–'}</strong>
          ${cache.capacity > 0
            ? bar(cache.bytes / cache.capacity, { label: t('cache.full') })
            : html`<span class="small second">${t('cache.off')}</span>`}
        </div>
      </section>
      ${this.#heat(byContent(cache.mostWanted ?? []))}
    `;
  }

  #heat(contents) {
    if (contents.length === 0) {
      return empty({ sign: 'stats', title: t('cache.none'), text: t('cache.noneText') });
    }
    const top = Math.max(...contents.flatMap((one) => one.blocks.map((block) => block.demand)));
    return html`<div class="panel-card heat-box">
      <table class="heat">
        <caption>
          <span>${t('cache.map')}</span>
          <span class="heat-scale small second" aria-hidden="true"
            >${t('cache.cold')} <i ${css({ '--heat': 0.1 })}></i><i ${css({ '--heat': 0.35 })}></i
            ><i ${css({ '--heat': 0.65 })}></i><i ${css({ '--heat': 1 })}></i> ${t('cache.hot')}</span
          >
        </caption>
        <thead>
          <tr>
            <th scope="col">${t('cache.content')}</th>
            <th scope="col">${t('cache.wantedBlocks')}</th>
            <th scope="col" class="end">${t('cache.demand')}</th>
          </tr>
        </thead>
        <tbody>
          ${contents.map(
            (one) => html`<tr>
              <th scope="row"><span class="clip" title=${safe(one.name)}>${safe(one.name)}</span></th>
              <td>
                <div class="heat-cells" aria-hidden="true">
                  ${one.blocks.map(
                    (block) => html`<i
                      title=${t('cache.block', { piece: block.piece, block: block.block, n: block.demand })}
                      ${css({ '--heat': Math.max(0.08, Math.sqrt(block.demand / top)) })}
                    ></i>`,
                  )}
                </div>
                <span class="unseen"
                  >${t('cache.hottest', {
                    count: one.blocks.length,
                    piece: one.hottest.piece,
                    n: one.hottest.demand,
                  })}</span
                >
              </td>
              <td class="num end">${number(one.demand)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
customElements.define('mb-wanted', Wanted);

function figure(name, value, more) {
  return html`<div class="figure">
    <span class="figure-name">${name}</span><strong class="num">${value}</strong>${more
      ? html`<span class="small second">${more}</span>`
      : nothing}
  </div>`;
}
