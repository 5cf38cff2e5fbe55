import { html, nothing } from 'lit';
import { del, get, post } from '../../core/api.js';
import { live } from '../../core/live.js';
import { safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { Store } from '../../core/store.js';
import { button, field, signButton } from '../../ui/bits.js';
import { openDialog } from '../../ui/dialog.js';
import { icon } from '../../ui/icons.js';
import { attempt, toast } from '../../ui/toast.js';
import { go } from '../../core/router.js';
import { fromSaved, toAddress, toQuery } from './question.js';

/** Questions the daemon keeps; null where it keeps none. */
export const saved = new Store(null);
/** New hits since they were looked at, by id. */
const fresh = new Map();

export async function loadSaved() {
  try {
    const answer = await get('searches');
    saved.set(answer.searches ?? answer);
  } catch {
    // A daemon that keeps no searches offers none.
    saved.set(null);
  }
}

live.on('search-hit', (e) => {
  const id = e.search?.id ?? e.search;
  const count = e.results?.length ?? 1;
  fresh.set(id, (fresh.get(id) ?? 0) + count);
  const one = saved.value?.find((kept) => kept.id === id);
  saved.set(saved.value);
  toast(t('search.hit', { n: count, name: safe(one?.name ?? '') }), {
    action: one ? { text: t('search.show'), act: () => show(one) } : null,
  });
});

/** Only what was asked for. */
const given = (query) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined));

function show(one) {
  fresh.delete(one.id);
  saved.set(saved.value);
  go('search', [], toAddress(fromSaved(one.query)));
}

async function remove(one) {
  await attempt(() => del(`searches/${encodeURIComponent(one.id)}`));
  await loadSaved();
}

export async function saveSearch(asked) {
  let name = asked.q.trim() || t('search.unnamed');
  let alert = true;
  const yes = await openDialog({
    title: t('search.save'),
    size: 'small',
    body: (close) => html`<form
      class="stack"
      id="save-search"
      @submit=${(e) => {
        e.preventDefault();
        close(true);
      }}
    >
      ${field(
        t('search.saveName'),
        html`<input
          class="input"
          autofocus
          required
          maxlength="100"
          .value=${name}
          @input=${(e) => (name = e.target.value)}
        />`,
      )}
      <label class="tick"
        ><input type="checkbox" checked @change=${(e) => (alert = e.target.checked)} /><span
          >${t('search.saveAlert')}</span
        ></label
      >
    </form>`,
    actions: (close) => html`
      ${button(t('common.cancel'), () => close(undefined))}
      <button class="button main" form="save-search">${t('search.save')}</button>
    `,
  });
  if (!yes) return;
  await attempt(() => post('searches', { name, query: given(toQuery(asked)), alert }), t('search.saved'));
  await loadSaved();
}

export function savedRow() {
  const list = saved.value;
  if (!list || list.length === 0) return nothing;
  return html`<section class="saved" aria-label=${t('search.savedLabel')}>
    ${list.map((one) => {
      const news = fresh.get(one.id) ?? 0;
      return html`<span class="saved-one">
        <button class="chip pick" @click=${() => show(one)}>
          ${icon(one.alert ? 'bell' : 'star')}<span class="clip">${safe(one.name)}</span>
          ${news > 0
            ? html`<span class="nav-badge num" aria-label=${t('search.news', { n: news })}>${news}</span>`
            : nothing}
        </button>
        ${signButton('close', t('search.forget', { name: safe(one.name) }), () => remove(one), {
          kind: 'ghost slim',
        })}
      </span>`;
    })}
  </section>`;
}
