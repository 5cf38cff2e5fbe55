import { html, nothing, render } from 'lit';
import { newId } from '../core/dom.js';
import { t } from '../core/i18n.js';
import { button, signButton } from './bits.js';

/**
 * Opens a modal dialog and answers with what it was closed with; undefined when it was dismissed.
 *
 * `body(close, redraw)` and `actions(close, redraw)` give templates; `redraw()` draws them again.
 */
export function openDialog({ title, body, actions, size = '', onClose }) {
  return new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    const heading = newId('dialog');
    dialog.className = `dialog ${size}`;
    dialog.setAttribute('aria-labelledby', heading);
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const redraw = () => {
      if (!dialog.isConnected) return;
      render(
        html`<header class="dialog-head">
            <h2 id=${heading}>${typeof title === 'function' ? title() : title}</h2>
            ${signButton('close', t('common.close'), () => close(undefined), { kind: 'ghost' })}
          </header>
          <div class="dialog-body">${body(close, redraw)}</div>
          ${actions ? html`<footer class="dialog-foot">${actions(close, redraw)}</footer>` : nothing}`,
        dialog,
      );
    };
    dialog.addEventListener('click', (e) => {
      if (e.target === dialog) close(undefined);
    });
    dialog.addEventListener('close', () => {
      onClose?.();
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    redraw();
    dialog.showModal();
    dialog.querySelector('[autofocus]')?.focus();
  });
}

/** Asks before something that cannot be undone; true or, with a choice, `{choice}`. */
export function confirm({ title, text, yes, danger = false, choice }) {
  let chosen = false;
  return openDialog({
    title,
    size: 'small',
    body: () => html`
      <p>${text}</p>
      ${choice
        ? html`<label class="tick"
            ><input type="checkbox" @change=${(e) => (chosen = e.target.checked)} /><span
              >${choice}</span
            ></label
          >`
        : nothing}
    `,
    actions: (close) => html`
      ${button(t('common.cancel'), () => close(undefined))}
      ${button(yes, () => close(choice ? { choice: chosen } : true), {
        kind: danger ? 'danger' : 'main',
      })}
    `,
  });
}
