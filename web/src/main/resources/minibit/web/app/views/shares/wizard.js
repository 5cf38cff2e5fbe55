import { html, nothing } from 'lit';
import { get, post, words } from '../../core/api.js';
import { bytes, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { button, chip, field, waiting } from '../../ui/bits.js';
import { openDialog } from '../../ui/dialog.js';
import { icon } from '../../ui/icons.js';
import { attempt } from '../../ui/toast.js';

const pathOf = (root) => (typeof root === 'string' ? root : root.path);
const nameOf = (path) => path.replace(/\/+$/, '').split('/').at(-1) || path;
const below = (folder, name) => `${folder.replace(/\/+$/, '')}/${name}`;

/**
 * Chooses a folder or file of the daemon's machine, only where it allows, and shares it. True when
 * something was shared.
 */
export async function openWizard() {
  const state = { roots: null, here: null, chosen: '', problem: null, typed: false };
  const path = await openDialog({
    title: t('wizard.title'),
    body: (close, redraw) => {
      if (state.roots === null) {
        state.roots = [];
        loadRoots(state, redraw);
      }
      return body(state, close, redraw);
    },
    actions: (close) => html`
      ${state.chosen
        ? html`<span class="small second clip grow" title=${safe(state.chosen)}
            >${t('wizard.chosen', { path: safe(state.chosen) })}</span
          >`
        : nothing}
      ${button(t('common.cancel'), () => close(undefined))}
      ${button(t('wizard.share'), () => close(state.chosen), {
        kind: 'main',
        sign: 'shares',
        disabled: state.chosen === '',
      })}
    `,
  });
  if (!path) return false;
  return attempt(() => post('shares', { path }), t('wizard.shared', { name: safe(nameOf(path)) }));
}

async function loadRoots(state, redraw) {
  try {
    const answer = await get('shares/roots');
    state.roots = (answer.roots ?? answer).map(pathOf);
    if (state.roots.length === 1) return enter(state, state.roots[0], redraw);
  } catch (e) {
    // A daemon that cannot be browsed still takes a path that is typed.
    if (e.isUnknown) state.typed = true;
    else state.problem = e;
  }
  return redraw();
}

async function enter(state, path, redraw) {
  state.problem = null;
  try {
    state.here = await get('shares/browse', { path });
    state.chosen = state.here.path;
  } catch (e) {
    state.problem = e;
  }
  redraw();
}

function body(state, close, redraw) {
  if (state.typed) return typedPath(state, redraw);
  return html`
    <p class="second">${t('wizard.text')}</p>
    ${state.problem
      ? html`<p class="strip bad" role="alert">${icon('alert')}<span>${words(state.problem)}</span></p>`
      : nothing}
    ${state.here ? folder(state, redraw) : roots(state, redraw)}
  `;
}

function typedPath(state, redraw) {
  return field(
    t('wizard.path'),
    html`<input
      class="input mono"
      autofocus
      spellcheck="false"
      @input=${(e) => {
        state.chosen = e.target.value.trim();
        redraw();
      }}
    />`,
    t('wizard.pathHelp'),
  );
}

function roots(state, redraw) {
  if (state.roots.length === 0) return state.problem ? nothing : waiting();
  return html`<ul class="browse">
    ${state.roots.map(
      (path) => html`<li>
        <button class="browse-one" @click=${() => enter(state, path, redraw)}>
          <span class="kind folder">${icon('home')}</span><span class="clip grow">${safe(path)}</span>${icon('chevron')}
        </button>
      </li>`,
    )}
  </ul>`;
}

function folder(state, redraw) {
  const { path, parent, entries } = state.here;
  const leave = () => {
    if (parent) enter(state, parent, redraw);
    else {
      state.here = null;
      state.chosen = '';
      redraw();
    }
  };
  return html`
    <div class="row">
      <button class="button slim" @click=${leave}>${icon('back')}<span>${t('wizard.up')}</span></button>
      <strong class="mono clip grow" title=${safe(path)}>${safe(path)}</strong>
    </div>
    <ul class="browse" aria-label=${safe(path)}>
      ${entries.length === 0 ? html`<li class="second small">${t('wizard.empty')}</li>` : nothing}
      ${entries.map((one) => entry(state, path, one, redraw))}
    </ul>
  `;
}

function entry(state, path, one, redraw) {
  const full = below(path, one.name);
  const on = state.chosen === full;
  const choose = () => {
    state.chosen = on ? path : full;
    redraw();
  };
  return html`<li>
    <button
      class="browse-one ${on ? 'on' : ''}"
      aria-pressed=${one.folder ? nothing : String(on)}
      @click=${() => (one.folder ? enter(state, full, redraw) : choose())}
    >
      <span class="second">${icon(one.folder ? 'folder' : 'file')}</span>
      <span class="clip grow">${safe(one.name)}</span>
      ${one.shared ? chip(t('wizard.already'), { kind: 'good', sign: 'check' }) : nothing}
      ${one.folder
        ? icon('chevron')
        : html`<span class="num small second">${bytes(one.size)}</span>${on ? icon('check') : nothing}`}
    </button>
  </li>`;
}
