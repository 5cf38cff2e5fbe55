import { html, nothing } from 'lit';
import { safe } from './core/format.js';
import { group, status } from './core/daemon.js';
import { t } from './core/i18n.js';
import { prefer, prefs } from './core/prefs.js';
import { href } from './core/router.js';
import { button } from './ui/bits.js';
import { icon } from './ui/icons.js';

const STEPS = ['search', 'shares', 'group'];

/** Until it is put away, once in a browser: what this is, and the three things to begin with. */
export function welcome() {
  if (prefs.value.welcomed || !status.value || !group.value) return nothing;
  return html`<section class="panel-card welcome" aria-label=${t('welcome.title')}>
    <div class="row wrap">
      <h2 class="grow">${t('welcome.title')}</h2>
      ${button(t('welcome.away'), () => prefer({ welcomed: true }), { kind: 'ghost slim' })}
    </div>
    <p class="second">
      ${t('welcome.text', { name: safe(status.value.name), group: safe(group.value.name) })}
    </p>
    <ol>
      ${STEPS.map(
        (view) => html`<li>
          ${icon(view)}
          <div>
            ${view === 'search'
              ? html`<strong>${t(`welcome.${view}`)}</strong>`
              : html`<a href=${href(view)}>${t(`welcome.${view}`)}</a>`}
            <p class="second small">${t(`welcome.${view}Text`)}</p>
          </div>
        </li>`,
      )}
    </ol>
  </section>`;
}
