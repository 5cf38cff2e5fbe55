import { html, nothing } from 'lit';
import { bytes, date, safe, short } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { chip } from '../../ui/bits.js';
import { icon, kindOf } from '../../ui/icons.js';

/** Dots drawn for holders; more are only counted. */
const DOTS = 5;

export function fileName(row) {
  const folder = row.path ? safe(row.path.slice(0, row.path.lastIndexOf('/'))) : '';
  return html`<div class="file">
    <span class="kind ${kindOf(row.type)}">${icon(kindOf(row.type))}</span>
    <div class="grow">
      <div class="file-name clip" title=${safe(row.name)}>${safe(row.name)}</div>
      <div class="small second row">${badges(row)}<span class="clip quiet">${folder}</span></div>
    </div>
  </div>`;
}

/** Whether it is here already, and who vouches for it. */
export function badges(row) {
  return html`${row.have ? chip(t('search.have'), { kind: 'good', sign: 'check' }) : nothing}${signed(
    row.signedBy,
  )}`;
}

export function signed(by) {
  if (!by) return nothing;
  const who = safe(by.name) || short(by.key);
  return by.valid
    ? chip(t('search.signedBy', { name: who }), { sign: 'shield', title: t('search.key', { key: by.key }) })
    : chip(t('search.badSignature'), { kind: 'bad', sign: 'alert', title: by.key });
}

/** How many hold it: a dot each, hollow for those who have a part. */
export function availability(row) {
  const whole = row.holders.filter((one) => one.complete).length;
  const part = row.holders.length - whole;
  const kinds = [...Array(whole).fill('whole'), ...Array(part).fill('part')].slice(0, DOTS);
  const names = row.holders.map((one) => safe(one.member)).join(', ');
  return html`<span class="holders" title=${names}>
    <span class="holder-dots" aria-hidden="true">${kinds.map((kind) => html`<i class=${kind}></i>`)}</span>
    <span class="num small">${t('search.holders', { n: row.holders.length })}</span>
  </span>`;
}

export function getButton(row, state, act) {
  if (row.have) return html`<span class="unseen">${t('search.have')}</span>`;
  if (state) {
    return html`<span class="got small">${icon('transfers')}${t('search.getting')}</span>`;
  }
  return html`<button
    class="button slim"
    tabindex="-1"
    aria-label=${t('search.getOne', { name: safe(row.name) })}
    @click=${act}
  >
    ${icon('get')}<span>${t('search.get')}</span>
  </button>`;
}

export function columns({ gotten, get }) {
  return [
    { key: 'name', label: t('search.column.name'), width: 'minmax(0, 1fr)', sort: 'name', cell: fileName },
    {
      key: 'size',
      label: t('search.column.size'),
      width: '6.5rem',
      align: 'end',
      sort: 'size',
      cell: (row) => html`<span class="num">${bytes(row.size)}</span>`,
    },
    {
      key: 'holders',
      label: t('search.column.holders'),
      width: '9.5rem',
      sort: 'holders',
      from: 560,
      cell: availability,
    },
    {
      key: 'newest',
      label: t('search.column.newest'),
      width: '8rem',
      sort: 'newest',
      from: 860,
      cell: (row) => html`<span class="num second small">${date(row.registered)}</span>`,
    },
    {
      key: 'get',
      label: t('search.column.get'),
      quiet: true,
      width: '7.5rem',
      align: 'end',
      cell: (row) => getButton(row, gotten.has(row.id), () => get(row)),
    },
  ];
}

export function card(row, { gotten, get }) {
  return html`<div class="file">
    <span class="kind ${kindOf(row.type)}">${icon(kindOf(row.type))}</span>
    <div class="grow">
      <div class="file-name clip">${safe(row.name)}</div>
      <div class="row small">${badges(row)}</div>
      <div class="row small second"><span class="num">${bytes(row.size)}</span>${availability(row)}</div>
    </div>
    ${row.have ? nothing : getButton(row, gotten.has(row.id), () => get(row))}
  </div>`;
}
