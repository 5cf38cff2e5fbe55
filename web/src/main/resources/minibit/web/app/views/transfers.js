import { html, nothing } from 'lit';
import { del, get } from '../core/api.js';
import { calmly } from '../core/dom.js';
import { safe } from '../core/format.js';
import { t } from '../core/i18n.js';
import { live } from '../core/live.js';
import { Pages } from '../core/pages.js';
import { Part } from '../core/part.js';
import { go, route, stay } from '../core/router.js';
import { button, empty, signButton, toggleChip, trouble, waiting } from '../ui/bits.js';
import { icon } from '../ui/icons.js';
import { openMenu } from '../ui/menu.js';
import { Selection } from '../ui/selection.js';
import { attempt } from '../ui/toast.js';
import '../ui/table.js';
import { act, limit, menuFor, PRIORITIES, remove } from './transfers/actions.js';
import { addAll, linksOf, openAdd } from './transfers/add.js';
import './transfers/detail.js';
import { card, columns, STATES } from './transfers/rows.js';

/** The list is asked again this often: order and counts change without a word. */
const AGAIN = 4_000;
const TYPING = 200;
/** Rows whose changes are told as they happen; more are not in view. */
const WATCHED = 80;
const FILTERS = ['', 'active', ...STATES];

/** Everything that is fetched or served, thousands of it if need be. */
class Transfers extends Part {
  static properties = { _version: { state: true }, _dragging: { state: true } };

  #state = '';
  #q = '';
  #order = '-added';
  #selection = new Selection();
  #pages = new Pages({ load: this.#load.bind(this), changed: () => this._version++ });
  #askSoon = calmly(TYPING, () => this.#ask());
  #soon = calmly(700, () => this.#pages.refresh());

  constructor() {
    super();
    this._version = 0;
    this._dragging = false;
    this.during(() => route.watch(() => this.requestUpdate()));
    this.during(() => live.on('transfer', (e) => this.#onTransfer(e.transfer)));
    for (const type of ['transfer-removed', 'stream-open', 'missed']) {
      this.during(() => live.on(type, this.#soon));
    }
    this.during(() => {
      const timer = setInterval(() => !document.hidden && this.#pages.refresh(), AGAIN);
      window.addEventListener('minibit-added', this.#soon);
      document.addEventListener('paste', this.#onPaste);
      return () => {
        clearInterval(timer);
        window.removeEventListener('minibit-added', this.#soon);
        document.removeEventListener('paste', this.#onPaste);
        live.drop('transfers');
      };
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.classList.add('fixed');
    this.#state = route.value.query.get('state') ?? '';
    this.#pages.reset({ keep: false });
  }

  async #load(offset, limit, signal) {
    const query = { q: this.#q.trim(), state: this.#state, sort: this.#order, offset, limit };
    const answer = await get('transfers', query, signal);
    return { ...answer, items: answer.transfers };
  }

  #ask() {
    this.#selection.clear();
    this.#pages.reset();
    this.querySelector('mb-table')?.toTop();
    this.requestUpdate();
  }

  #onTransfer(transfer) {
    let changed = false;
    this.#pages.patch(
      (row) => row.id === transfer.id,
      (row) => {
        changed = row.state !== transfer.state;
        return { ...row, ...transfer };
      },
    );
    if (changed) this.#soon();
  }

  #onNeed = (e) => {
    const { first, last } = e.detail;
    this.#pages.ensure(first, last);
    const ids = [];
    for (let i = first; i <= last && ids.length < WATCHED; i++) {
      const row = this.#pages.rowAt(i);
      if (row) ids.push(row.id);
    }
    live.want('transfers', { topics: ['transfers'], transfers: ids });
  };

  get #open() {
    return route.value.view === 'transfers' ? (route.value.parts[0] ?? null) : null;
  }

  render() {
    const open = this.#open;
    return html`
      <header class="view-head">
        <h1>${t('nav.transfers')}</h1>
        ${this.#filterField()}
        ${button(t('add.go'), () => openAdd(), { kind: 'main', sign: 'plus' })}
      </header>
      ${this.#selection.none ? this.#states() : this.#bulk()} ${this.#following()}
      <div
        class="split ${open ? 'with-detail' : ''} ${this._dragging ? 'dragging' : ''}"
        @dragover=${this.#onDrag}
        @dragleave=${this.#onDragEnd}
        @drop=${this.#onDrop}
      >
        ${this.#table()}
        ${open
          ? html`<aside class="detail" aria-label=${t('transfer.details')}>
              <mb-transfer
                .transferId=${open}
                .tab=${route.value.parts[1] ?? 'pieces'}
                @shut=${() => this.#shut()}
                @tab=${(e) => stay('transfers', [open, e.detail])}
                @changed=${this.#soon}
              ></mb-transfer>
            </aside>`
          : nothing}
        <div class="drop-here" aria-hidden="true">${icon('get')}${t('add.dropHere')}</div>
      </div>
    `;
  }

  #filterField() {
    return html`<input
      class="input filter"
      type="search"
      aria-label=${t('transfer.filter')}
      placeholder=${t('transfer.filter')}
      .value=${this.#q}
      @input=${(e) => {
        this.#q = e.target.value;
        this.#askSoon();
      }}
    />`;
  }

  #states() {
    const counts = this.#pages.answer?.counts ?? {};
    const shown = FILTERS.filter(
      (one) => one === '' || one === 'active' || counts[one] > 0 || one === this.#state,
    );
    return html`<div class="chips" role="group" aria-label=${t('transfer.byState')}>
      ${shown.map((one) =>
        toggleChip(t(`transfer.state.${one || 'all'}`), {
          on: this.#state === one,
          count: counts[one || 'all'] ?? null,
          act: () => {
            this.#state = one;
            stay('transfers', route.value.parts, one ? { state: one } : {});
            this.#ask();
          },
        }),
      )}
    </div>`;
  }

  /** What can be done to all that is chosen. */
  #bulk() {
    const n = this.#selection.count(this.#pages.total ?? 0);
    const run = (job) => job(this.#target()).then((went) => went && this.#done());
    return html`<div class="bulk" role="toolbar" aria-label=${t('transfer.bulk')}>
      <strong class="num" role="status">${t('transfer.chosen', { n })}</strong>
      ${button(t('transfer.resume'), () => run((x) => act(x, 'resume')), { sign: 'play', kind: 'slim' })}
      ${button(t('transfer.pause'), () => run((x) => act(x, 'pause')), { sign: 'pause', kind: 'slim' })}
      ${button(t('transfer.limit'), () => run((x) => limit(x)), { sign: 'speed', kind: 'slim' })}
      <button
        class="button slim"
        aria-haspopup="menu"
        @click=${(e) =>
          openMenu(
            e.currentTarget,
            PRIORITIES.map((one) => ({
              text: t(`priority.${one}`),
              act: () => run((x) => act(x, 'priority', { priority: one })),
            })),
            { label: t('transfer.priority') },
          )}
      >
        <span>${t('transfer.priority')}</span>${icon('fold')}
      </button>
      ${button(t('transfer.remove'), () => run(remove), { sign: 'trash', kind: 'slim' })}
      <span class="grow"></span>
      ${signButton('close', t('transfer.chooseNone'), () => this.#clear(), { kind: 'ghost slim' })}
    </div>`;
  }

  #target() {
    const { all, ids } = this.#selection;
    const count = this.#selection.count(this.#pages.total ?? 0);
    return all
      ? { all: { q: this.#q.trim(), state: this.#state }, count }
      : { ids: [...ids], count };
  }

  #clear() {
    this.#selection.clear();
    this._version++;
  }

  #done() {
    this.#clear();
    this.#pages.refresh();
  }

  #following() {
    const list = this.#pages.answer?.following ?? [];
    if (list.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label=${t('transfer.following')}>
      ${list.map(
        (one) => html`<span class="chip office"
          >${icon('bell')}<span>${t('transfer.followingOne', { query: safe(one.query), n: one.started })}</span>
          <button
            class="chip-close"
            aria-label=${t('transfer.unfollow', { query: safe(one.query) })}
            @click=${() => attempt(() => del(`transfers/${one.id}`)).then(() => this.#pages.refresh())}
          >
            ${icon('close')}
          </button></span
        >`,
      )}
    </div>`;
  }

  #table() {
    const { total, problem } = this.#pages;
    if (problem && !total) return trouble(problem, () => this.#ask());
    const menu = (row, anchor, point) =>
      openMenu(anchor, menuFor(row, () => this.#done(), () => this.#show(row)), {
        point,
        label: t('transfer.menuOf', { name: safe(row.name) }),
      });
    return html`<div class="table-box">
      <mb-table
        .label=${t('nav.transfers')}
        .columns=${columns({ menu })}
        .card=${(row) => card(row, { menu })}
        .total=${total ?? 0}
        .rowAt=${(i) => this.#pages.rowAt(i)}
        .version=${this._version}
        .selection=${this.#selection}
        .current=${this.#open}
        .order=${this.#order}
        @need=${this.#onNeed}
        @sort=${(e) => this.#sort(e.detail.key)}
        @choose=${() => this.requestUpdate()}
        @open=${(e) => this.#show(e.detail.row)}
        @rowmenu=${(e) => menu(e.detail.row, e.detail.anchor, e.detail.point)}
        @rowkey=${this.#onKey}
      ></mb-table>
      ${total === null ? waiting() : total === 0 ? this.#nothing() : nothing}
    </div>`;
  }

  #nothing() {
    if (this.#q !== '' || this.#state !== '') {
      return empty({ sign: 'filter', title: t('transfer.noneFit'), text: t('transfer.noneFitText') });
    }
    return empty({
      sign: 'transfers',
      title: t('transfer.none'),
      text: t('transfer.noneText'),
      action: html`<div class="row wrap">
        ${button(t('transfer.toSearch'), () => go('search'), { kind: 'main', sign: 'search' })}
        ${button(t('add.title'), () => openAdd(), { sign: 'plus' })}
      </div>`,
    });
  }

  #sort(key) {
    this.#order = this.#order === key ? `-${key}` : this.#order === `-${key}` ? key : `-${key}`;
    if (key === 'name' && !this.#order.endsWith('name')) this.#order = 'name';
    this.#ask();
  }

  #show(row) {
    go('transfers', [row.id, ...(route.value.parts[1] ? [route.value.parts[1]] : [])]);
  }

  #shut() {
    go('transfers');
    this.querySelector('mb-table')?.focusActive();
  }

  #onKey = (e) => {
    const { row, key } = e.detail;
    if (key !== 'Delete') return;
    const target = this.#selection.none
      ? { ids: [row.id], count: 1, name: row.name }
      : this.#target();
    remove(target).then((went) => went && this.#done());
  };

  #onDrag = (e) => {
    if (![...e.dataTransfer.types].some((one) => one === 'Files' || one === 'text/uri-list')) return;
    e.preventDefault();
    this._dragging = true;
  };

  #onDragEnd = (e) => {
    if (!e.currentTarget.contains(e.relatedTarget)) this._dragging = false;
  };

  #onDrop = (e) => {
    e.preventDefault();
    this._dragging = false;
    const files = [...e.dataTransfer.files].filter((one) => /\.torrent$/i.test(one.name));
    const text = e.dataTransfer.getData('text/uri-list') || e.dataTransfer.getData('text/plain');
    const links = files.length > 0 ? [] : linksOf(text);
    addAll(files, links).then((added) => added > 0 && this.#soon());
  };

  /** A link pasted anywhere on this view, but into a field, is offered to be added. */
  #onPaste = (e) => {
    if (e.target.closest?.('input, textarea, dialog')) return;
    const text = e.clipboardData?.getData('text/plain') ?? '';
    const files = [...(e.clipboardData?.files ?? [])].filter((one) => /\.torrent$/i.test(one.name));
    if (linksOf(text).length > 0 || files.length > 0) {
      e.preventDefault();
      openAdd({ text, files });
    }
  };
}
customElements.define('mb-transfers', Transfers);
