import { prefs } from './core/prefs.js';
import { go } from './core/router.js';

const SECOND_KEY_WITHIN = 1_500;

const typing = (e) =>
  e.target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog');

/**
 * Keys for those who like them; they can be switched off (in the help). `g` and a letter goes to a
 * view, `/` to the search, `a` adds a transfer, `?` lists them all.
 */
export function shortcuts(views) {
  let pending = 0;
  const onKey = (e) => {
    if (!prefs.value.shortcuts || e.ctrlKey || e.metaKey || e.altKey || typing(e)) return;
    if (e.defaultPrevented) return;
    const second = Date.now() - pending < SECOND_KEY_WITHIN;
    pending = 0;
    if (second) {
      const view = views.find((one) => one.key === e.key);
      if (view) {
        e.preventDefault();
        go(view.id);
      }
    } else if (e.key === 'g') {
      pending = Date.now();
    } else if (e.key === '/') {
      e.preventDefault();
      const field = document.querySelector('#search-field');
      if (field) field.focus();
      else go('search');
    } else if (e.key === '?') {
      import('./help.js').then(({ openHelp }) => openHelp(views));
    } else if (e.key === 'a' && views.some((one) => one.id === 'transfers')) {
      import('./views/transfers/add.js').then(({ openAdd }) => openAdd());
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
