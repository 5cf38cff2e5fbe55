import { html, nothing, render } from 'lit';
import { words } from '../core/api.js';
import { t } from '../core/i18n.js';
import { signButton } from './bits.js';
import { icon } from './icons.js';

const STAYS = 6_000;
const TROUBLE_STAYS = 12_000;
const MOST = 4;

let toasts = [];
let next = 0;
let place = null;

function draw() {
  if (!place) {
    place = document.createElement('section');
    place.className = 'toasts';
    place.setAttribute('aria-live', 'polite');
    document.body.append(place);
  }
  place.setAttribute('aria-label', t('common.messages'));
  // Above an open dialog, which lies in the top layer.
  place.popover = 'manual';
  if (toasts.length > 0) {
    if (place.matches(':popover-open')) place.hidePopover();
    place.showPopover();
  } else if (place.matches(':popover-open')) {
    place.hidePopover();
  }
  render(
    toasts.map(
      (one) => html`<div class="toast ${one.kind}" role=${one.kind === 'bad' ? 'alert' : nothing}>
        ${icon(one.kind === 'bad' ? 'alert' : 'check')}
        <p>${one.text}</p>
        ${one.action
          ? html`<button
              class="button ghost"
              @click=${() => {
                drop(one.id);
                one.action.act();
              }}
            >
              ${one.action.text}
            </button>`
          : nothing}
        ${signButton('close', t('common.close'), () => drop(one.id), { kind: 'ghost' })}
      </div>`,
    ),
    place,
  );
}

function drop(id) {
  toasts = toasts.filter((one) => one.id !== id);
  draw();
}

/** A short message at the edge; `action` is `{text, act}`. */
export function toast(text, { kind = 'good', action = null } = {}) {
  const id = next++;
  toasts = [...toasts.slice(-(MOST - 1)), { id, text, kind, action }];
  draw();
  setTimeout(() => drop(id), kind === 'bad' ? TROUBLE_STAYS : STAYS);
}

/** Does something and tells in words when it fails; true when it went well. */
export async function attempt(action, done) {
  try {
    const result = await action();
    if (done) toast(typeof done === 'function' ? done(result) : done);
    return true;
  } catch (e) {
    toast(words(e), { kind: 'bad' });
    return false;
  }
}
