import { html, svg } from 'lit';
import { LANGUAGES, language, speak, t } from '../core/i18n.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';

const PLACES = [6, 13, 20];
const PIECES = ['have', 'have', 'miss', 'have', 'now', 'miss', 'have', 'have', 'have'];

/** A small torrent: pieces that are here, one on its way, two to come. */
export function mark() {
  return html`<svg class="mark" viewBox="4 4 24 24" aria-hidden="true">
    ${PIECES.map(
      (kind, i) =>
        svg`<rect class=${kind} x=${PLACES[i % 3]} y=${PLACES[Math.floor(i / 3)]} width="6" height="6" rx="1.5"></rect>`,
    )}
  </svg>`;
}

export function languageButton() {
  const items = LANGUAGES.map(([id, name]) => ({
    text: name,
    on: id === language.value,
    act: () => speak(id),
  }));
  return html`<button
    class="button sign ghost"
    aria-haspopup="menu"
    aria-label=${t('nav.language')}
    title=${t('nav.language')}
    data-part="language"
    @click=${(e) => openMenu(e.currentTarget, items, { label: t('nav.language') })}
  >
    ${icon('language')}
  </button>`;
}
