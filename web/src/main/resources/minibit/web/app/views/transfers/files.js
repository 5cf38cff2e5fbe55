import { html, nothing } from 'lit';
import { get, put, seg } from '../../core/api.js';
import { bytes, percent, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { Part } from '../../core/part.js';
import { bar, trouble, waiting } from '../../ui/bits.js';
import { icon } from '../../ui/icons.js';
import { openMenu } from '../../ui/menu.js';
import { css } from '../../core/dom.js';
import { attempt } from '../../ui/toast.js';
import '../../ui/table.js';

const PRIORITIES = ['high', 'normal', 'low', 'skip'];
const PAGE = 1_000;
/** A torrent of more files shows the first ones; the command line lists all. */
const MOST = 20_000;
const AGAIN = 3_000;

/** Makes a tree of files: `{name, path, files, folders}` with sums. */
export function treeOf(files) {
  const root = folder('', '');
  for (const file of files) {
    const parts = (Array.isArray(file.path) ? file.path : String(file.path).split('/')).filter(Boolean);
    let at = root;
    for (const part of parts.slice(0, -1)) {
      if (!at.folders.has(part)) at.folders.set(part, folder(part, `${at.path}/${part}`));
      at = at.folders.get(part);
    }
    at.files.push({ ...file, name: parts.at(-1) ?? '' });
  }
  sum(root);
  return root;
}

const folder = (name, path) => ({ name, path, folders: new Map(), files: [], size: 0, done: 0, count: 0 });

function sum(node) {
  const priorities = new Set(node.files.map((file) => file.priority));
  for (const file of node.files) {
    node.size += file.size;
    node.done += file.done;
    node.count++;
  }
  for (const child of node.folders.values()) {
    sum(child);
    node.size += child.size;
    node.done += child.done;
    node.count += child.count;
    priorities.add(child.priority);
  }
  node.priority = priorities.size === 1 ? [...priorities][0] : 'mixed';
}

/** The rows that are to be seen: folders that are closed hide what is in them. */
export function rowsOf(root, closed) {
  const rows = [];
  const walk = (node, depth) => {
    for (const child of node.folders.values()) {
      rows.push({ id: child.path, node: child, depth, isFolder: true });
      if (!closed.has(child.path)) walk(child, depth + 1);
    }
    for (const file of node.files) rows.push({ id: file.index, node: file, depth, isFolder: false });
  };
  walk(root, 0);
  return rows;
}

const filesIn = (node) => [...node.files, ...[...node.folders.values()].flatMap(filesIn)];

/** The files of a transfer as a tree, with a priority for each file and folder. */
class Files extends Part {
  static properties = { transfer: { attribute: false }, _rows: { state: true }, _problem: { state: true } };

  #tree = null;
  #closed = new Set();
  #timer = 0;

  constructor() {
    super();
    this._rows = null;
    this._problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => this.transfer?.state === 'downloading' && this.#load(), AGAIN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  willUpdate(changed) {
    if (changed.has('transfer') && changed.get('transfer')?.id !== this.transfer?.id) {
      this._rows = null;
      this.#closed.clear();
      this.#load();
    }
  }

  async #load() {
    const { id } = this.transfer;
    try {
      const files = [];
      for (let total = 1; files.length < Math.min(total, MOST); ) {
        const answer = await get(`transfers/${seg(id)}/files`, { offset: files.length, limit: PAGE });
        if (answer.files.length === 0) break;
        total = answer.total ?? answer.files.length;
        files.push(...answer.files);
      }
      if (id !== this.transfer.id) return;
      this.#tree = treeOf(files);
      this._problem = null;
      this.#show();
    } catch (e) {
      this._problem = e;
    }
  }

  #show() {
    this._rows = rowsOf(this.#tree, this.#closed);
  }

  render() {
    if (this._problem && !this._rows) return trouble(this._problem, () => this.#load());
    if (!this._rows) return waiting();
    return html`<mb-table
      .label=${t('files.label')}
      .columns=${this.#columns()}
      .total=${this._rows.length}
      .rowAt=${(i) => this._rows[i]}
      .rowHeight=${44}
      @open=${(e) => this.#toggle(e.detail.row)}
      @rowkey=${this.#onKey}
      @rowmenu=${(e) => this.#menu(e.detail.row, e.detail.anchor, e.detail.point)}
    ></mb-table>`;
  }

  #columns() {
    return [
      { key: 'name', label: t('files.name'), width: 'minmax(0, 1fr)', cell: (row) => this.#name(row) },
      {
        key: 'size',
        label: t('file.size'),
        width: '5.75rem',
        align: 'end',
        from: 420,
        cell: (row) => html`<span class="num small">${bytes(row.node.size)}</span>`,
      },
      {
        key: 'done',
        label: t('transfer.column.progress'),
        width: '7.5rem',
        cell: ({ node }) =>
          html`<div class="progress-cell">
            ${bar(node.size > 0 ? node.done / node.size : 1, {
              label: t('transfer.progressOf', { name: safe(node.name) }),
            })}<span class="num small">${percent(node.size > 0 ? node.done / node.size : 1)}</span>
          </div>`,
      },
      {
        key: 'priority',
        label: t('files.priority'),
        width: '6.75rem',
        cell: (row) => html`<button
          class="button ghost slim"
          tabindex="-1"
          aria-haspopup="menu"
          aria-label=${t('files.priorityOf', { name: safe(row.node.name) })}
          @click=${(e) => this.#menu(row, e.currentTarget)}
        >
          <span>${t(`priority.${row.node.priority}`)}</span>${icon('fold')}
        </button>`,
      },
    ];
  }

  #name(row) {
    const open = !this.#closed.has(row.id);
    return html`<div class="row" ${css({ 'padding-left': `${row.depth * 1.1}rem` })}>
      ${row.isFolder
        ? html`<span class="fold ${open ? 'open' : ''}">${icon('chevron', t(open ? 'files.open' : 'files.closed'))}</span>`
        : nothing}
      <span class="second">${icon(row.isFolder ? 'folder' : 'file')}</span>
      <span class="clip ${row.node.priority === 'skip' ? 'quiet struck' : ''}" title=${safe(row.node.name)}
        >${safe(row.node.name)}</span
      >
    </div>`;
  }

  #toggle(row) {
    if (!row.isFolder) return;
    if (this.#closed.has(row.id)) this.#closed.delete(row.id);
    else this.#closed.add(row.id);
    this.#show();
  }

  #onKey = (e) => {
    const { row, key } = e.detail;
    if (row.isFolder && key === (this.#closed.has(row.id) ? 'ArrowRight' : 'ArrowLeft')) this.#toggle(row);
  };

  #menu(row, anchor, point) {
    openMenu(
      anchor,
      PRIORITIES.map((one) => ({
        text: t(`priority.${one}`),
        on: row.node.priority === one,
        act: () => this.#set(row, one),
      })),
      { point, label: t('files.priority') },
    );
  }

  async #set(row, priority) {
    const files = row.isFolder ? filesIn(row.node) : [row.node];
    const changes = files.map((file) => ({ index: file.index, priority }));
    await attempt(() => put(`transfers/${seg(this.transfer.id)}/files`, { changes }));
    await this.#load();
  }
}
customElements.define('mb-files', Files);
