import { html } from 'lit';
import { t } from './core/i18n.js';
import { prefer, prefs } from './core/prefs.js';
import { openDialog } from './ui/dialog.js';

/** The list of keys, and the switch that turns them off. */
export function openHelp(views) {
  const row = (keys, text) =>
    html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${text}</dd></div>`;
  return openDialog({
    title: t('help.title'),
    body: () => html`
      <dl class="keys">
        ${views.map((one) => row(['g', one.key], t(`nav.${one.id}`)))} ${row(['/'], t('help.search'))}
        ${row(['a'], t('help.add'))} ${row(['?'], t('help.help'))}
        ${row(['↑', '↓', 'Home', 'End'], t('help.move'))} ${row(['Enter'], t('help.open'))}
        ${row(['Space'], t('help.choose'))} ${row(['Shift', '↑ ↓'], t('help.range'))}
        ${row(['Ctrl', 'A'], t('help.all'))} ${row(['Shift', 'F10'], t('help.menu'))}
        ${row(['Delete'], t('help.remove'))} ${row(['Esc'], t('help.close'))}
      </dl>
      <label class="tick"
        ><input
          type="checkbox"
          .checked=${prefs.value.shortcuts}
          @change=${(e) => prefer({ shortcuts: e.target.checked })}
        /><span>${t('help.letters')}</span></label
      >
    `,
  });
}
