import { html, nothing } from 'lit';
import { get } from '../../core/api.js';
import { calmly, copy } from '../../core/dom.js';
import { bytes, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { live } from '../../core/live.js';
import { Pages } from '../../core/pages.js';
import { Part } from '../../core/part.js';
import { chip, empty, signButton, trouble, waiting } from '../../ui/bits.js';
import { icon, kindOf } from '../../ui/icons.js';
import { openMenu } from '../../ui/menu.js';
import { toast } from '../../ui/toast.js';
import '../../ui/table.js';
import { copyMagnet, saveTorrent } from '../search/detail.js';

const TYPING = 200;
const KINDS = { ready: 'good', waiting: 'warn', failed: 'bad' };
const SIGNS = { ready: 'check', waiting: 'clock', failed: 'alert' };

/** All files that are offered, with a way to hand them to people who have another client. */
class ShareFiles extends Part {
  static properties = { _version: { state: true } };

  #q = '';
  #pages = new Pages({ load: this.#load.bind(this), changed: () => this._version++ });
  #askSoon = calmly(TYPING, () => this.#ask());

  constructor() {
    super();
    this._version = 0;
    this.during(() => live.on('share-changed', calmly(1_500, () => this.#pages.refresh())));
  }

  connectedCallback() {
    super.connectedCallback();
    this.#pages.reset({ keep: false });
  }

  async #load(offset, limit, signal) {
    const answer = await get('shares/files', { q: this.#q.trim(), offset, limit }, signal);
    return { ...answer, items: answer.files };
  }

  #ask() {
    this.#pages.reset();
    this.querySelector('mb-table')?.toTop();
  }

  render() {
    const { total, problem } = this.#pages;
    if (problem && !total) return trouble(problem, () => this.#ask());
    return html`
      <input
        class="input filter"
        type="search"
        aria-label=${t('shares.filter')}
        placeholder=${t('shares.filter')}
        .value=${this.#q}
        @input=${(e) => {
          this.#q = e.target.value;
          this.#askSoon();
        }}
      />
      <div class="table-box">
        <mb-table
          .label=${t('shares.tab.files')}
          .columns=${this.#columns()}
          .card=${(row) => this.#name(row, true)}
          .cardsBelow=${520}
          .cardHeight=${72}
          .keyOf=${(row) => row.path}
          .total=${total ?? 0}
          .rowAt=${(i) => this.#pages.rowAt(i)}
          .version=${this._version}
          @need=${(e) => this.#pages.ensure(e.detail.first, e.detail.last)}
          @open=${(e) => this.#menu(e.detail.row, this.querySelector(`[data-index="${e.detail.index}"]`))}
          @rowmenu=${(e) => this.#menu(e.detail.row, e.detail.anchor, e.detail.point)}
        ></mb-table>
        ${total === null ? waiting() : nothing}
        ${total === 0 ? empty({ sign: 'file', title: t('shares.noFiles') }) : nothing}
      </div>
    `;
  }

  #columns() {
    return [
      { key: 'name', label: t('files.name'), width: 'minmax(0, 1fr)', cell: (row) => this.#name(row) },
      {
        key: 'size',
        label: t('file.size'),
        width: '6.5rem',
        align: 'end',
        cell: (row) => html`<span class="num small">${bytes(row.size)}</span>`,
      },
      {
        key: 'state',
        label: t('shares.column.state'),
        width: '9rem',
        from: 560,
        cell: (row) => stateChip(row),
      },
      {
        key: 'menu',
        label: t('transfer.column.menu'),
        quiet: true,
        width: '3.25rem',
        cell: (row) => this.#more(row),
      },
    ];
  }

  #more(row) {
    return signButton(
      'more',
      t('transfer.menuOf', { name: safe(row.name) }),
      (e) => this.#menu(row, e.currentTarget),
      { kind: 'ghost slim' },
    );
  }

  #name(row, asCard) {
    return html`<div class="file">
      <span class="kind ${kindOf(row.type)}">${icon(kindOf(row.type))}</span>
      <div class="grow">
        <div class="file-name clip" title=${safe(row.name)}>${safe(row.name)}</div>
        <div class="small clip ${row.problem ? 'bad-text' : 'second'}" title=${safe(row.path)}>
          ${asCard ? `${bytes(row.size)} · ` : ''}${row.problem ? safe(row.problem) : safe(row.path)}
        </div>
      </div>
      ${asCard ? this.#more(row) : nothing}
    </div>`;
  }

  #menu(row, anchor, point) {
    const items = [
      { text: t('share.magnet'), sign: 'link', disabled: !row.id, act: () => copyMagnet(row.id) },
      { text: t('share.torrent'), sign: 'file', disabled: !row.id, act: () => saveTorrent(row.id, row.name) },
      {
        text: t('shares.copyPath'),
        sign: 'copy',
        act: async () => (await copy(row.file)) && toast(t('common.copied')),
      },
    ];
    openMenu(anchor, items, { point, label: t('transfer.menuOf', { name: safe(row.name) }) });
  }
}
customElements.define('mb-share-files', ShareFiles);

const stateChip = (row) =>
  chip(t(`shares.fileState.${row.state}`), { kind: KINDS[row.state], sign: SIGNS[row.state] });
