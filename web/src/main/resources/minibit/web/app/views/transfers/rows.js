import { html, nothing } from 'lit';
import { bytes, date, duration, percent, rate, safe } from '../../core/format.js';
import { fault, has, t } from '../../core/i18n.js';
import { bar, chip, signButton } from '../../ui/bits.js';
import { icon } from '../../ui/icons.js';

export const STATES = ['downloading', 'seeding', 'paused', 'queued', 'checking', 'metadata', 'done', 'failed'];

const SIGNS = {
  downloading: 'down',
  seeding: 'up',
  paused: 'pause',
  queued: 'clock',
  checking: 'refresh',
  metadata: 'info',
  done: 'check',
  failed: 'alert',
};

export const partOf = (row) => (row.total > 0 ? row.done / row.total : row.state === 'done' ? 1 : 0);

/** A trouble in the user's words. */
export function troubleWords(problem) {
  const key = `trouble.${problem.code}`;
  const detail = safe(fault(problem.words, problem.message));
  return has(key) ? t(key, { detail }) : detail;
}

/** What a transfer is about, in a few words. */
export function sentence(row) {
  if (row.problem) return troubleWords(row.problem);
  if (row.state === 'metadata') return t('transfer.fetchingMetadata');
  if (row.state === 'downloading') {
    const left = row.timeLeft >= 0 ? ` · ${t('transfer.left', { time: duration(row.timeLeft) })}` : '';
    return t('transfer.of', { done: bytes(row.done), total: bytes(row.total) }) + left;
  }
  if (partOf(row) < 1) return t('transfer.of', { done: bytes(row.done), total: bytes(row.total) });
  return bytes(row.total);
}

export function stateChip(row) {
  const kind = { failed: 'bad', downloading: 'good', seeding: 'good', done: 'good', checking: 'warn' }[row.state] ?? '';
  return chip(t(`transfer.is.${row.state}`), { kind, sign: SIGNS[row.state] });
}

export function priorityMark(row) {
  if (!row.priority || row.priority === 'normal') return nothing;
  const sign = row.priority === 'high' ? 'up' : 'down';
  return html`<span class="mini" title=${t(`priority.${row.priority}`)}
    >${icon(sign, t(`priority.${row.priority}`))}</span
  >`;
}

function name(row) {
  return html`<div class="file">
    <span class="state-mark ${row.state}" title=${t(`transfer.is.${row.state}`)}
      >${icon(SIGNS[row.state], t(`transfer.is.${row.state}`))}</span
    >
    <div class="grow">
      <div class="row">
        <span class="file-name clip" title=${safe(row.name)}>${safe(row.name)}</span>${priorityMark(row)}
      </div>
      <div class="small clip ${row.problem ? 'bad-text' : 'second'}">${sentence(row)}</div>
    </div>
  </div>`;
}

function progress(row) {
  const part = partOf(row);
  return html`<div class="progress-cell">
    ${bar(part, { state: row.state, label: t('transfer.progressOf', { name: safe(row.name) }) })}
    <span class="num small">${percent(part)}</span>
  </div>`;
}

export function columns({ menu }) {
  const speed = (key) => (row) =>
    html`<span class="num small ${row[key] > 0 ? key : 'quiet'}">${rate(row[key])}</span>`;
  return [
    { key: 'name', label: t('transfer.column.name'), width: 'minmax(0, 3fr)', sort: 'name', cell: name },
    {
      key: 'progress',
      label: t('transfer.column.progress'),
      width: 'minmax(8rem, 1fr)',
      sort: 'progress',
      cell: progress,
    },
    { key: 'down', label: t('transfer.column.down'), width: '6.75rem', align: 'end', sort: 'down', from: 640, cell: speed('down') },
    { key: 'up', label: t('transfer.column.up'), width: '6.75rem', align: 'end', sort: 'up', from: 740, cell: speed('up') },
    {
      key: 'peers',
      label: t('transfer.column.peers'),
      width: '5.5rem',
      align: 'end',
      sort: 'peers',
      from: 840,
      cell: (row) => html`<span class="num small">${row.peers > 0 ? row.peers : '–'}</span>`,
    },
    {
      key: 'size',
      label: t('transfer.column.size'),
      width: '6rem',
      align: 'end',
      sort: 'size',
      from: 940,
      cell: (row) => html`<span class="num small">${row.total > 0 ? bytes(row.total) : '–'}</span>`,
    },
    {
      key: 'added',
      label: t('transfer.column.added'),
      width: '7.5rem',
      align: 'end',
      sort: 'added',
      from: 1060,
      cell: (row) => html`<span class="num small second">${date(row.added)}</span>`,
    },
    {
      key: 'menu',
      label: t('transfer.column.menu'),
      quiet: true,
      width: '3.25rem',
      cell: (row) => menuButton(row, menu),
    },
  ];
}

function menuButton(row, menu) {
  return html`<span class="rowmenu"
    >${signButton('more', t('transfer.menuOf', { name: safe(row.name) }), (e) => menu(row, e.currentTarget), {
      kind: 'ghost slim',
    })}</span
  >`;
}

export function card(row, { menu }) {
  const part = partOf(row);
  return html`<div class="transfer-card">
    <div class="row">
      <span class="state-mark ${row.state}">${icon(SIGNS[row.state], t(`transfer.is.${row.state}`))}</span>
      <span class="file-name clip grow">${safe(row.name)}</span>${priorityMark(row)} ${menuButton(row, menu)}
    </div>
    ${bar(part, { state: row.state, label: t('transfer.progressOf', { name: safe(row.name) }) })}
    <div class="row small second num">
      <span>${percent(part)}</span>
      <span class="clip grow ${row.problem ? 'bad-text' : ''}">${sentence(row)}</span>
      ${row.down > 0 ? html`<span class="down">↓ ${rate(row.down)}</span>` : nothing}
      ${row.up > 0 ? html`<span class="up">↑ ${rate(row.up)}</span>` : nothing}
    </div>
  </div>`;
}

