import { html, nothing } from 'lit';
import { css } from '../core/dom.js';
import { each } from '../core/each.js';
import { t } from '../core/i18n.js';
import { Part } from '../core/part.js';
import { icon } from './icons.js';

/** Rows drawn beyond the edges, so that a quick scroll shows no gap. */
const BEYOND = 6;

/**
 * A table of any length of which only the rows in view exist.
 *
 * Columns: `{key, label, width, from, align, sort, cell(row, index)}`; `width` is a track of a CSS
 * grid, a column with `from` needs a table at least so many pixels wide. Below `cardsBelow` pixels
 * each row is a `card(row, index)`.
 *
 * Rows come from `rowAt(index)`; what is not here yet is asked for by the event `need`
 * `{first, last}`. Other events: `sort` `{key}`, `open` `{row, index}`, `choose`, `rowmenu`
 * `{row, index, anchor, point}`, `rowkey` `{row, index, key, event}`.
 *
 * Keys: arrows, page keys, home and end move; enter opens; space chooses, with shift a range;
 * Ctrl+A all; the menu key opens the row's menu.
 */
class VirtualTable extends Part {
  static properties = {
    columns: { attribute: false },
    total: { attribute: false },
    rowAt: { attribute: false },
    keyOf: { attribute: false },
    card: { attribute: false },
    cardsBelow: { attribute: false },
    rowHeight: { attribute: false },
    cardHeight: { attribute: false },
    order: { attribute: false },
    selection: { attribute: false },
    current: { attribute: false },
    label: { attribute: false },
    version: { attribute: false },
    _first: { state: true },
    _last: { state: true },
    _active: { state: true },
    _width: { state: true },
  };

  #frame = 0;
  #focusRow = false;
  #needed = '';
  #observer = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.columns = [];
    this.total = 0;
    this.rowAt = () => undefined;
    this.keyOf = (row) => row.id;
    this.cardsBelow = 620;
    this.rowHeight = 56;
    this.cardHeight = 84;
    this.selection = null;
    this.current = null;
    this.label = '';
    this._first = 0;
    this._last = 20;
    this._active = 0;
    this._width = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  get isCards() {
    return Boolean(this.card) && this._width > 0 && this._width < this.cardsBelow;
  }

  get #height() {
    return this.isCards ? this.cardHeight : this.rowHeight;
  }

  get #scroller() {
    return this.querySelector('.vt-scroll');
  }

  /** Back to the top, for another question. */
  toTop() {
    this._active = 0;
    if (this.#scroller) this.#scroller.scrollTop = 0;
    this.#measure();
  }

  focusActive() {
    this.#focusRow = true;
    this.requestUpdate();
  }

  #measure() {
    const scroller = this.#scroller;
    if (!scroller) return;
    this._width = this.clientWidth;
    const first = Math.floor(scroller.scrollTop / this.#height);
    const count = Math.ceil(scroller.clientHeight / this.#height);
    this._first = Math.max(0, first - BEYOND);
    this._last = Math.min(Math.max(0, this.total - 1), first + count + BEYOND);
  }

  #onScroll = () => {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#measure();
    });
  };

  willUpdate(changed) {
    if (changed.has('total')) {
      this._active = Math.min(this._active, Math.max(0, this.total - 1));
      this._last = Math.min(Math.max(this._last, this._first + 20), Math.max(0, this.total - 1));
      this._first = Math.min(this._first, this._last);
    }
  }

  updated(changed) {
    if (changed.has('total') || changed.has('_width')) this.#measure();
    const needed = `${this._first}-${this._last}-${this.total}-${this.version}`;
    if (this.total > 0 && needed !== this.#needed) {
      this.#needed = needed;
      this.#tell('need', { first: this._first, last: this._last });
    }
    if (this.#focusRow) {
      const row = this.querySelector(`[data-index="${this._active}"]`);
      if (row) {
        this.#focusRow = false;
        row.focus({ preventScroll: true });
      }
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  render() {
    const columns = this.isCards ? [] : this.columns.filter((one) => (one.from ?? 0) <= this._width);
    const tracks = [
      ...(this.selection ? ['2.75rem'] : []),
      ...columns.map((one) => one.width ?? 'minmax(0, 1fr)'),
    ].join(' ');
    return html`<div
      class="vt ${this.isCards ? 'cards' : ''}"
      role="grid"
      aria-label=${this.label}
      aria-rowcount=${this.total + 1}
      aria-multiselectable=${this.selection ? 'true' : nothing}
      ${css({ '--tracks': this.isCards ? `${this.selection ? '2.75rem ' : ''}minmax(0, 1fr)` : tracks })}
    >
      ${this.#head(columns)}
      <div class="vt-scroll" role="rowgroup" @scroll=${this.#onScroll} @keydown=${this.#onKey}>
        <div
          class="vt-space"
          role="presentation"
          ${css({ height: `${this.total * this.#height}px` })}
        >
          ${each(this.#shown(), (i) => i, (i) => this.#row(i, columns))}
        </div>
      </div>
    </div>`;
  }

  /** The rows in view, and the active one, so that the focus is never lost by scrolling. */
  #shown() {
    const rows = [];
    if (this.total === 0) return rows;
    if (this._active < this._first) rows.push(this._active);
    for (let i = this._first; i <= this._last; i++) rows.push(i);
    if (this._active > this._last) rows.push(this._active);
    return rows;
  }

  #head(columns) {
    return html`<div class="vt-head" role="rowgroup">
      <div class="vt-headrow" role="row" aria-rowindex="1">
        ${this.selection
          ? html`<div class="vt-cell tickcell" role="columnheader">
              <input
                type="checkbox"
                aria-label=${t('table.all')}
                .checked=${this.selection.all}
                .indeterminate=${!this.selection.all && !this.selection.none}
                @change=${this.#onAll}
              />
            </div>`
          : nothing}
        ${this.isCards
          ? html`<div class="vt-cell" role="columnheader">${this.label}</div>`
          : columns.map((one) => this.#headCell(one))}
      </div>
    </div>`;
  }

  #headCell(column) {
    const key = column.sort;
    const on = key && this.order && this.order.replace(/^-/, '') === key;
    const descending = on && this.order.startsWith('-');
    const state = on ? (descending ? 'descending' : 'ascending') : 'none';
    return html`<div
      class="vt-cell ${column.align ?? ''}"
      role="columnheader"
      aria-sort=${key ? state : nothing}
    >
      ${key
        ? html`<button class="vt-sort ${on ? 'on' : ''}" @click=${() => this.#tell('sort', { key })}>
            <span class="clip">${column.label}</span>
            ${on ? icon(descending ? 'down' : 'up') : nothing}
          </button>`
        : html`<span class=${column.quiet ? 'unseen' : 'clip'}>${column.label}</span>`}
    </div>`;
  }

  #row(index, columns) {
    const row = this.rowAt(index);
    const id = row === undefined ? undefined : this.keyOf(row);
    const chosen = id !== undefined && this.selection?.has(id);
    return html`<div
      class="vt-row ${row ? '' : 'absent'} ${chosen ? 'chosen' : ''} ${id !== undefined &&
      id === this.current
        ? 'current'
        : ''}"
      role="row"
      data-index=${index}
      aria-rowindex=${index + 2}
      aria-selected=${this.selection ? String(Boolean(chosen)) : nothing}
      tabindex=${index === this._active ? '0' : '-1'}
      ${css({ transform: `translateY(${index * this.#height}px)`, height: `${this.#height}px` })}
      @click=${(e) => this.#onClick(e, index)}
      @contextmenu=${(e) => this.#onContext(e, index)}
      @focus=${() => (this._active = index)}
    >
      ${this.selection
        ? html`<div class="vt-cell tickcell" role="gridcell">
            <input
              type="checkbox"
              tabindex="-1"
              aria-label=${t('table.choose')}
              .checked=${Boolean(chosen)}
              ?disabled=${row === undefined}
              @click=${(e) => this.#onTick(e, index)}
            />
          </div>`
        : nothing}
      ${row === undefined
        ? html`<div class="vt-cell" role="gridcell"><span class="ghost-line"></span></div>`
        : this.isCards
          ? html`<div class="vt-cell card" role="gridcell">${this.card(row, index)}</div>`
          : columns.map(
              (one) =>
                html`<div class="vt-cell ${one.align ?? ''} ${one.class ?? ''}" role="gridcell">
                  ${one.cell(row, index)}
                </div>`,
            )}
    </div>`;
  }

  #idAt = (index) => {
    const row = this.rowAt(index);
    return row === undefined ? undefined : this.keyOf(row);
  };

  #onAll = (e) => {
    if (e.target.checked) this.selection.chooseAll();
    else this.selection.clear();
    this.#chosen();
  };

  #chosen() {
    this.#tell('choose', {});
    this.requestUpdate();
  }

  #choose(index, range) {
    const id = this.#idAt(index);
    if (id === undefined || !this.selection) return;
    if (range) this.selection.extend(index, this.#idAt);
    else this.selection.toggle(id, index);
    this.#chosen();
  }

  #onTick(e, index) {
    e.stopPropagation();
    this._active = index;
    this.#choose(index, e.shiftKey);
  }

  #onClick(e, index) {
    if (e.target.closest('button, a, input, label')) return;
    this._active = index;
    if (this.selection && (e.ctrlKey || e.metaKey)) return this.#choose(index, false);
    if (this.selection && e.shiftKey) {
      getSelection()?.removeAllRanges();
      return this.#choose(index, true);
    }
    this.#open(index);
    return undefined;
  }

  #open(index) {
    const row = this.rowAt(index);
    if (row !== undefined) this.#tell('open', { row, index });
  }

  #onContext(e, index) {
    const row = this.rowAt(index);
    if (row === undefined) return;
    e.preventDefault();
    this._active = index;
    this.#tell('rowmenu', { row, index, anchor: e.currentTarget, point: { x: e.clientX, y: e.clientY } });
  }

  #onKey = (e) => {
    if (e.target.closest('input:not([type="checkbox"]), select')) return;
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / this.#height) - 1);
    const to = {
      ArrowDown: this._active + 1,
      ArrowUp: this._active - 1,
      PageDown: this._active + page,
      PageUp: this._active - page,
      Home: 0,
      End: this.total - 1,
    }[e.key];
    const onRow = e.target.matches('.vt-row');
    if (to !== undefined) this.#moveTo(to, e.shiftKey);
    else if (e.key === 'Enter' && onRow) this.#open(this._active);
    else if (e.key === ' ' && onRow) this.#choose(this._active, e.shiftKey);
    else if (e.key === 'a' && (e.ctrlKey || e.metaKey) && this.selection) {
      this.selection.chooseAll();
      this.#chosen();
    } else if (e.key === 'Escape' && this.selection && !this.selection.none) {
      this.selection.clear();
      this.#chosen();
    } else return this.#other(e);
    e.preventDefault();
    return undefined;
  };

  #other(e) {
    const row = this.rowAt(this._active);
    if (row === undefined) return;
    const anchor = this.querySelector(`[data-index="${this._active}"]`);
    if (e.key === 'ContextMenu' || (e.key === 'F10' && e.shiftKey)) {
      const box = anchor.getBoundingClientRect();
      e.preventDefault();
      const point = { x: box.left + 48, y: box.top + box.height - 8 };
      this.#tell('rowmenu', { row, index: this._active, anchor, point });
      return;
    }
    this.#tell('rowkey', { row, index: this._active, key: e.key, event: e });
  }

  #moveTo(index, range) {
    const next = Math.max(0, Math.min(this.total - 1, index));
    if (range && this.selection) {
      this.selection.extend(this._active, this.#idAt);
      this.selection.extend(next, this.#idAt);
      this.#tell('choose', {});
    }
    this._active = next;
    this.#focusRow = true;
    const scroller = this.#scroller;
    const top = next * this.#height;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + this.#height > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top + this.#height - scroller.clientHeight;
    }
    this.#measure();
    this.requestUpdate();
  }
}
customElements.define('mb-table', VirtualTable);
