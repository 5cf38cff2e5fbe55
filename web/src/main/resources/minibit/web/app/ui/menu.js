import { html, nothing, render } from 'lit';
import { icon } from './icons.js';

let open = null;

function shut(focusBack) {
  if (!open) return;
  const { element, anchor, end } = open;
  open = null;
  end.abort();
  element.remove();
  anchor?.setAttribute?.('aria-expanded', 'false');
  if (focusBack) (anchor?.focus ? anchor : document.body).focus?.();
}

function placeAt(element, anchor, point) {
  const box = element.getBoundingClientRect();
  const from = point ? { left: point.x, bottom: point.y, top: point.y, right: point.x } : anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(from.left, innerWidth - box.width - 8));
  const below = from.bottom + 4;
  const top = below + box.height > innerHeight - 8 ? Math.max(8, from.top - box.height - 4) : below;
  element.style.setProperty('left', `${left}px`);
  element.style.setProperty('top', `${top}px`);
}

/**
 * Opens a menu at an element, or at a point beside it. Items: `{text, sign, act, danger, on,
 * disabled}` or null for a line between.
 */
export function openMenu(anchor, items, { point, label } = {}) {
  if (open?.anchor === anchor) return shut(true);
  shut(false);
  const element = document.createElement('div');
  element.className = 'menu';
  element.setAttribute('role', 'menu');
  if (label) element.setAttribute('aria-label', label);
  const end = new AbortController();
  open = { element, anchor, end };
  render(
    items.map((item) =>
      item === null
        ? html`<div class="menu-line" role="separator"></div>`
        : html`<button
            class="menu-item ${item.danger ? 'danger' : ''}"
            role=${item.on === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked=${item.on === undefined ? nothing : String(item.on)}
            tabindex="-1"
            ?disabled=${item.disabled}
            @click=${() => {
              shut(true);
              item.act();
            }}
          >
            ${icon(item.on ? 'check' : (item.sign ?? 'blank'))}<span>${item.text}</span>
          </button>`,
    ),
    element,
  );
  // Inside an open dialog, or the rest of the page would lie above it.
  (anchor.closest?.('dialog') ?? document.body).append(element);
  anchor.setAttribute?.('aria-expanded', 'true');
  placeAt(element, anchor, point);
  const buttons = [...element.querySelectorAll('.menu-item:not(:disabled)')];
  (buttons.find((one) => one.getAttribute('aria-checked') === 'true') ?? buttons[0])?.focus();
  listen(element, buttons, end.signal);
}

function listen(element, buttons, signal) {
  element.addEventListener('keydown', (e) => {
    const at = buttons.indexOf(document.activeElement);
    const to = {
      ArrowDown: (at + 1) % buttons.length,
      ArrowUp: (at - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[e.key];
    if (to !== undefined) buttons[to].focus();
    else if (e.key === 'Escape') shut(true);
    else if (e.key === 'Tab') return shut(true);
    else if (e.key.length === 1 && e.key !== ' ') startsWith(buttons, at, e.key);
    else return undefined;
    e.preventDefault();
    e.stopPropagation();
    return undefined;
  });
  const outside = (e) => {
    if (!element.contains(e.target) && !open?.anchor?.contains?.(e.target)) shut(false);
  };
  document.addEventListener('pointerdown', outside, { signal, capture: true });
  window.addEventListener('resize', () => shut(false), { signal });
  window.addEventListener('hashchange', () => shut(false), { signal });
}

function startsWith(buttons, at, key) {
  const order = [...buttons.slice(at + 1), ...buttons.slice(0, at + 1)];
  order.find((one) => one.textContent.trim().toLowerCase().startsWith(key.toLowerCase()))?.focus();
}
