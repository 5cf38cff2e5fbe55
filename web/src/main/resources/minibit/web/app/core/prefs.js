import { Store } from './store.js';

const KEY = 'minibit';

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || '{}');
  } catch {
    return {};
  }
}

/**
 * What this browser remembers of its user: theme, language, shortcuts, notifications. Nothing secret.
 */
export const prefs = new Store({
  theme: 'auto',
  lang: null,
  shortcuts: true,
  notify: false,
  welcomed: false,
  ...kept(),
});

export function prefer(part) {
  prefs.update(part);
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs.value));
  } catch {
    // A private window forgets; the choice holds until it is closed.
  }
  applyTheme();
}

const dark = window.matchMedia('(prefers-color-scheme: dark)');

/** Counts changes of what colours look like, so that canvases are drawn again. */
export const look = new Store(0);

function applyTheme() {
  const { theme } = prefs.value;
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  look.set(look.value + 1);
}

export function isDark() {
  const { theme } = prefs.value;
  return theme === 'auto' ? dark.matches : theme === 'dark';
}

dark.addEventListener('change', () => look.set(look.value + 1));

export const calmMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
