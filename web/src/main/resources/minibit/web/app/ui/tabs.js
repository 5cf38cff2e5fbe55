import { html, nothing } from 'lit';

/**
 * A row of tabs: `items` are `{id, text, count}`; the arrows move, as people who use a keyboard
 * expect. The panel is `panel(id, group, template)`.
 */
export function tabs({ group, items, active, label, onSelect }) {
  const move = (e) => {
    const at = items.findIndex((one) => one.id === active);
    const to = {
      ArrowRight: (at + 1) % items.length,
      ArrowLeft: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    onSelect(items[to].id);
    e.currentTarget.querySelector(`#${group}-tab-${items[to].id}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}>
    ${items.map(
      (one) => html`<button
        class="tab"
        role="tab"
        id="${group}-tab-${one.id}"
        aria-selected=${one.id === active ? 'true' : 'false'}
        aria-controls=${one.id === active ? `${group}-panel` : nothing}
        tabindex=${one.id === active ? '0' : '-1'}
        @click=${() => onSelect(one.id)}
      >
        ${one.text}${one.count == null ? nothing : html` <span class="count num">${one.count}</span>`}
      </button>`,
    )}
  </div>`;
}

export function panel({ group, active, body }) {
  return html`<div
    class="panel"
    role="tabpanel"
    id="${group}-panel"
    aria-labelledby="${group}-tab-${active}"
    tabindex="0"
  >
    ${body}
  </div>`;
}
