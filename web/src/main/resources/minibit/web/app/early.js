// Runs before anything is drawn: the theme, so that nothing flashes, and the policy for libraries
// that empty an element by innerHTML. It passes nothing else.
(() => {
  if (window.trustedTypes) {
    window.trustedTypes.createPolicy('default', {
      createHTML: (text) => (text === '' ? '' : null),
    });
  }
  try {
    const kept = JSON.parse(localStorage.getItem('minibit') || '{}');
    if (kept.theme === 'light' || kept.theme === 'dark') {
      document.documentElement.dataset.theme = kept.theme;
    }
  } catch {
    // A browser that keeps nothing follows the system's theme.
  }
})();
