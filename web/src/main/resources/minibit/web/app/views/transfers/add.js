import { html, nothing } from 'lit';
import { post } from '../../core/api.js';
import { bytes, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { go } from '../../core/router.js';
import { button, field, signButton } from '../../ui/bits.js';
import { openDialog } from '../../ui/dialog.js';
import { icon } from '../../ui/icons.js';
import { attempt, toast } from '../../ui/toast.js';

/** The daemon takes bodies up to 32 MiB, and Base64 makes three bytes four. */
const LARGEST_TORRENT = 23 * 1024 * 1024;
const MAGNET = /^magnet:\?/i;
const URL_START = /^https?:\/\//i;

/** Links of a text: magnets and addresses of torrents, one a line. */
export function linksOf(text) {
  return text
    .split(/\s+/)
    .filter((one) => MAGNET.test(one) || URL_START.test(one))
    .map((one) => (MAGNET.test(one) ? { magnet: one } : { url: one }));
}

async function base64(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return url.slice(url.indexOf(',') + 1);
}

/** Adds all of them; tells how many went well. */
export async function addAll(files, links, options = {}) {
  let added = 0;
  let last = null;
  const one = async (body) => {
    const answer = await post('transfers', { ...body, ...options });
    last = answer?.transfer?.id ?? answer?.id ?? last;
    added++;
  };
  for (const file of files) {
    if (file.size > LARGEST_TORRENT) {
      toast(t('add.tooLarge', { name: safe(file.name) }), { kind: 'bad' });
      continue;
    }
    await attempt(async () => one({ torrent: await base64(file) }));
  }
  for (const link of links) await attempt(() => one(link));
  if (added > 0) {
    toast(t('add.added', { n: added }), {
      action: last ? { text: t('search.follow'), act: () => go('transfers', [last]) } : null,
    });
  }
  return added;
}

/** The dialog that adds torrent files, magnet links and addresses. */
export async function openAdd({ files = [], text = '' } = {}) {
  const state = { files: [...files], text, out: '', paused: false };
  const yes = await openDialog({
    title: t('add.title'),
    body: (close, redraw) => body(state, close, redraw),
    actions: (close) => html`
      ${button(t('common.cancel'), () => close(undefined))}
      <button class="button main" form="add">${icon('plus')}<span>${t('add.go')}</span></button>
    `,
  });
  if (!yes) return 0;
  const options = { ...(state.out ? { out: state.out } : {}), ...(state.paused ? { paused: true } : {}) };
  const added = await addAll(state.files, linksOf(state.text), options);
  if (added > 0) window.dispatchEvent(new CustomEvent('minibit-added'));
  return added;
}

function body(state, close, redraw) {
  const take = (list) => {
    state.files = [...state.files, ...[...list].filter((one) => /\.torrent$/i.test(one.name))];
    redraw();
  };
  const submit = (e) => {
    e.preventDefault();
    if (state.files.length === 0 && linksOf(state.text).length === 0) {
      toast(t('add.nothing'), { kind: 'bad' });
      return;
    }
    close(true);
  };
  return html`<form id="add" class="stack" @submit=${submit}>
    <label
      class="drop"
      @dragover=${(e) => e.preventDefault()}
      @drop=${(e) => {
        e.preventDefault();
        e.stopPropagation();
        take(e.dataTransfer.files);
      }}
    >
      ${icon('get')}<span>${t('add.drop')}</span>
      <input
        class="unseen"
        type="file"
        accept=".torrent,application/x-bittorrent"
        multiple
        @change=${(e) => take(e.target.files)}
      />
    </label>
    ${state.files.length === 0
      ? nothing
      : html`<ul class="lines">
          ${state.files.map(
            (file) => html`<li>
              ${icon('file')}<span class="clip grow">${safe(file.name)}</span
              ><span class="num small second">${bytes(file.size)}</span>
              ${signButton(
                'close',
                t('add.leaveOut', { name: safe(file.name) }),
                () => {
                  state.files = state.files.filter((one) => one !== file);
                  redraw();
                },
                { kind: 'ghost slim' },
              )}
            </li>`,
          )}
        </ul>`}
    ${field(
      t('add.links'),
      html`<textarea
        class="input mono"
        rows="3"
        spellcheck="false"
        autofocus
        placeholder="magnet:?xt=urn:btih:…"
        .value=${state.text}
        @input=${(e) => (state.text = e.target.value)}
      ></textarea>`,
      t('add.linksHelp'),
    )}
    ${field(
      t('add.folder'),
      html`<input
        class="input mono"
        spellcheck="false"
        placeholder=${t('add.folderDefault')}
        .value=${state.out}
        @input=${(e) => (state.out = e.target.value.trim())}
      />`,
    )}
    <label class="tick"
      ><input type="checkbox" @change=${(e) => (state.paused = e.target.checked)} /><span
        >${t('add.paused')}</span
      ></label
    >
  </form>`;
}
