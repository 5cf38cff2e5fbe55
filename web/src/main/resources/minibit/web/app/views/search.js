import { html, nothing } from 'lit';
import { getWith, post } from '../core/api.js';
import { status } from '../core/daemon.js';
import { announce, calmly } from '../core/dom.js';
import { bytes, safe } from '../core/format.js';
import { t } from '../core/i18n.js';
import { live } from '../core/live.js';
import { Pages } from '../core/pages.js';
import { Part } from '../core/part.js';
import { go, route, stay } from '../core/router.js';
import { Watch } from '../core/store.js';
import { button, chip, empty, signButton, trouble, waiting } from '../ui/bits.js';
import { openDialog } from '../ui/dialog.js';
import { icon } from '../ui/icons.js';
import { attempt, toast } from '../ui/toast.js';
import '../ui/table.js';
import { openFile } from './search/detail.js';
import { facets } from './search/facets.js';
import { fromAddress, hasFilters, isAnything, toAddress, toQuery, SORTS } from './search/question.js';
import { card, columns } from './search/row.js';
import { loadSaved, saved, savedRow, saveSearch } from './search/saved.js';

/** A pause in typing this long is the end of a word. */
const TYPING = 160;

/** Search as you type over the group's catalogue. */
class Search extends Part {
  static properties = { _version: { state: true } };

  #asked = fromAddress(route.value.query);
  #gotten = new Set();
  #pages = new Pages({ load: this.#load.bind(this), changed: () => this.#changed(), size: 60 });
  #askSoon = calmly(TYPING, () => this.#ask());
  #said = '';

  constructor() {
    super();
    this._version = 0;
    new Watch(this, saved, status);
    this.during(() => route.watch(() => this.#onAddress()));
    this.during(() => live.on('share-changed', calmly(1_000, () => this.#pages.refresh())));
    this.during(() => live.on('stream-open', () => this.#pages.refresh()));
  }

  connectedCallback() {
    super.connectedCallback();
    loadSaved();
    this.#pages.reset({ keep: false });
  }

  firstUpdated() {
    if (matchMedia('(pointer: fine)').matches) this.querySelector('#search-field').focus();
  }

  async #load(offset, limit, signal) {
    const query = { ...toQuery(this.#asked), offset, limit, facets: offset === 0 ? true : undefined };
    const answer = await getWith('search', query, ['facets'], signal);
    return { ...answer, items: answer.results };
  }

  #changed() {
    this._version++;
    const { total } = this.#pages;
    const words = total === null ? '' : t('search.found', { n: total });
    if (words !== this.#said && !this.#pages.busy) {
      this.#said = words;
      announce(words);
    }
  }

  #onAddress() {
    if (route.value.view !== 'search') return;
    const asked = fromAddress(route.value.query);
    if (JSON.stringify(asked) === JSON.stringify(this.#asked)) return;
    this.#asked = asked;
    this.#ask();
  }

  #change = (part) => {
    this.#asked = { ...this.#asked, ...part };
    this.#ask();
  };

  #ask() {
    stay('search', [], toAddress(this.#asked));
    this.#pages.reset();
    this.querySelector('mb-table')?.toTop();
    this.requestUpdate();
  }

  render() {
    const { answer, total, problem } = this.#pages;
    return html`
      <div class="search-top">
        <h1 class="unseen">${t('nav.search')}</h1>
        <form class="search-field" role="search" @submit=${(e) => e.preventDefault()}>
          ${icon('search')}
          <input
            id="search-field"
            type="search"
            autocomplete="off"
            spellcheck="false"
            maxlength="512"
            aria-label=${t('search.field')}
            placeholder=${t('search.placeholder')}
            .value=${this.#asked.q}
            @input=${this.#onType}
            @keydown=${this.#onFieldKey}
          />
          <kbd aria-hidden="true">/</kbd>
        </form>
        ${this.#topButtons()}
      </div>
      ${savedRow()}
      <div class="search-body">
        <aside class="facets" aria-label=${t('search.filters')}>
          ${facets({ found: answer?.facets, asked: this.#asked, change: this.#change })}
        </aside>
        <section class="results" aria-label=${t('search.results')}>
          ${this.#summary(total, answer)} ${this.#folders(answer)}
          ${problem && !total ? trouble(problem, () => this.#ask()) : this.#table(total)}
        </section>
      </div>
    `;
  }

  #topButtons() {
    const canSave = saved.value !== null && isAnything(this.#asked);
    return html`
      <span class="narrow-only"
        >${button(t('search.filters'), () => this.#openFacets(), {
          sign: 'filter',
          kind: hasFilters(this.#asked) ? 'on' : '',
        })}</span
      >
      ${saved.value === null
        ? nothing
        : signButton('star', t('search.save'), () => saveSearch(this.#asked), { disabled: !canSave })}
    `;
  }

  #summary(total, answer) {
    return html`<div class="row wrap summary">
      <p class="second small" aria-live="off">
        ${total === null ? ' ' : t('search.found', { n: total })}
      </p>
      ${answer?.stale
        ? chip(t('search.stale'), { kind: 'warn', sign: 'alert', title: t('search.staleText') })
        : nothing}
      ${hasFilters(this.#asked)
        ? html`<button
            class="button ghost slim"
            @click=${() => this.#change({ type: [], size: '', member: '', publisher: '' })}
          >
            ${icon('close')}<span>${t('search.clear')}</span>
          </button>`
        : nothing}
      <span class="grow"></span>
      <label class="row small second"
        ><span>${t('search.sort')}</span>
        <select class="input slim" @change=${(e) => this.#change({ sort: e.target.value })}>
          ${SORTS.map(
            (one) =>
              html`<option value=${one} ?selected=${one === this.#asked.sort}>${t(`search.by.${one}`)}</option>`,
          )}
        </select></label
      >
    </div>`;
  }

  #folders(answer) {
    const list = answer?.folders ?? [];
    if (list.length === 0) return nothing;
    return html`<ul class="folders" aria-label=${t('search.folders')}>
      ${list.slice(0, 8).map(
        (one) => html`<li class="folder-one">
          <span class="kind folder">${icon('folder')}</span>
          <div class="grow">
            <div class="clip file-name" title=${safe(one.path)}>${safe(one.path)}</div>
            <div class="small second clip">
              ${t('search.folderHolds', { n: one.files, size: bytes(one.bytes) })} · ${safe(one.member)}
            </div>
          </div>
          ${signButton('get', t('search.getFolder', { name: safe(one.path) }), () => this.#getFolder(one), {
            kind: 'slim',
          })}
        </li>`,
      )}
    </ul>`;
  }

  #table(total) {
    const tools = { gotten: this.#gotten, get: (row) => this.#get(row) };
    return html`<div class="table-box">
      <mb-table
        .label=${t('search.results')}
        .columns=${columns(tools)}
        .card=${(row) => card(row, tools)}
        .total=${total ?? 0}
        .rowAt=${(i) => this.#pages.rowAt(i)}
        .version=${this._version}
        .rowHeight=${60}
        .cardHeight=${88}
        .order=${this.#order}
        @need=${(e) => this.#pages.ensure(e.detail.first, e.detail.last)}
        @sort=${(e) => this.#change({ sort: e.detail.key === this.#asked.sort ? 'relevance' : e.detail.key })}
        @open=${(e) => this.#open(e.detail.row)}
        @rowkey=${(e) => e.detail.key === 'd' && this.#get(e.detail.row)}
      ></mb-table>
      ${total === null ? waiting() : total === 0 ? this.#nothingFound() : nothing}
    </div>`;
  }

  get #order() {
    const { sort } = this.#asked;
    return sort === 'name' ? 'name' : `-${sort}`;
  }

  #nothingFound() {
    if (isAnything(this.#asked)) {
      return empty({
        sign: 'search',
        title: t('search.nothing'),
        text: t('search.nothingText'),
        action: hasFilters(this.#asked)
          ? button(t('search.clear'), () =>
              this.#change({ type: [], size: '', member: '', publisher: '' }),
            )
          : nothing,
      });
    }
    return empty({
      sign: 'shares',
      title: t('search.emptyGroup'),
      text: t('search.emptyGroupText'),
      action: button(t('search.toShares'), () => go('shares'), { kind: 'main', sign: 'shares' }),
    });
  }

  #onType = (e) => {
    this.#asked = { ...this.#asked, q: e.target.value };
    this.#askSoon();
  };

  #onFieldKey = (e) => {
    if (e.key === 'ArrowDown' && this.#pages.total > 0) {
      e.preventDefault();
      this.querySelector('mb-table').focusActive();
    } else if (e.key === 'Escape' && this.#asked.q !== '') {
      e.preventDefault();
      this.#change({ q: '' });
    }
  };

  #openFacets() {
    return openDialog({
      title: t('search.filters'),
      body: (_close, redraw) =>
        html`<div class="facets-sheet">
          ${facets({
            found: this.#pages.answer?.facets,
            asked: this.#asked,
            change: (part) => {
              this.#change(part);
              redraw();
            },
          })}
        </div>`,
      actions: (close) =>
        button(t('search.showResults'), () => close(true), { kind: 'main' }),
    });
  }

  async #open(row) {
    if ((await openFile(row)) === 'get') await this.#get(row);
  }

  async #get(row) {
    if (row.have || this.#gotten.has(row.id)) return;
    this.#gotten.add(row.id);
    this._version++;
    const went = await attempt(
      async () => {
        const transfer = await post('transfers', { id: row.id });
        toast(t('search.started', { name: safe(row.name) }), {
          action: {
            text: t('search.follow'),
            act: () => go('transfers', [transfer?.transfer?.id ?? transfer?.id ?? row.id]),
          },
        });
      },
    );
    if (!went) this.#gotten.delete(row.id);
    this._version++;
  }

  async #getFolder(one) {
    await attempt(
      () => post('transfers/folder', { member: one.memberId ?? one.member, path: one.path }),
      t('search.startedFolder', { name: safe(one.path), n: one.files }),
    );
  }
}
customElements.define('mb-search', Search);
