import { html, nothing } from 'lit';
import { get, post } from '../core/api.js';
import { group, heartbeat, refreshStatus, status } from '../core/daemon.js';
import { announce, calmly, copy } from '../core/dom.js';
import { each } from '../core/each.js';
import { ago, bytes, duration, safe, short } from '../core/format.js';
import { number, t } from '../core/i18n.js';
import { live } from '../core/live.js';
import { Part } from '../core/part.js';
import { href, route, stay } from '../core/router.js';
import { Watch } from '../core/store.js';
import { button, chip, signButton, trouble, waiting } from '../ui/bits.js';
import { confirm, openDialog } from '../ui/dialog.js';
import { icon } from '../ui/icons.js';
import { panel, tabs } from '../ui/tabs.js';
import { attempt, toast } from '../ui/toast.js';
import './group/picture.js';
import './group/swarm.js';
import './group/timeline.js';
import { Happenings } from './group/happenings.js';

const TABS = ['now', 'epochs', 'swarm'];
const AGAIN = 5_000;
const TOLD = [
  'member-joined',
  'member-left',
  'member-lost',
  'tracker-changed',
  'vote-asked',
  'vote-given',
  'vote-refused',
  'heartbeat-missed',
];

const id = (who) => (typeof who === 'string' ? who : who?.id);

/** The group: who is in it, who is tracker, what happens, and who sends to whom. */
class Group extends Part {
  static properties = { _members: { state: true }, _problem: { state: true }, _electing: { state: true } };

  #happenings = new Happenings((who) => this._members?.find((one) => one.id === who)?.name);

  constructor() {
    super();
    this._members = null;
    this._problem = null;
    this._electing = false;
    new Watch(this, group, status, route, heartbeat);
    const later = calmly(250, () => this.#load());
    for (const type of TOLD) {
      this.during(() =>
        live.on(type, (data) => {
          this.#tell(type, data);
          if (type.startsWith('member') || type === 'tracker-changed') later();
        }),
      );
    }
    this.during(() => live.on('heartbeat', () => this.#picture?.beat()));
    this.during(() => live.on('stream-open', later));
    this.during(() => {
      this.#load();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  get #picture() {
    return this.querySelector('mb-group-picture');
  }

  #tell(type, data) {
    if (!this.#happenings.add(type, data)) return;
    const me = status.value?.id;
    if (type === 'vote-given') this.#picture?.vote('given', id(data.from) ?? me, id(data.to));
    if (type === 'vote-refused') this.#picture?.vote('refused', id(data.from) ?? me, id(data.to));
    if (type === 'vote-asked') this.#picture?.vote('asked', id(data.candidate), me);
    if (type === 'heartbeat-missed') this.#picture?.missed(id(data.member) ?? id(data.from) ?? group.value?.tracker?.id);
    this.requestUpdate();
  }

  async #load() {
    try {
      this._members = (await get('members')).members;
      this._problem = null;
    } catch (e) {
      this._problem = e;
    }
  }

  get #tab() {
    const [tab] = route.value.view === 'group' ? route.value.parts : [];
    return TABS.includes(tab) ? tab : 'now';
  }

  render() {
    const g = group.value;
    return html`
      <header class="view-head">
        <h1>${t('nav.group')}</h1>
        ${button(t('group.invite'), () => this.#invite(), { sign: 'link' })}
        ${button(t('group.elect'), () => this.#elect(), { sign: 'crown', disabled: this._electing })}
      </header>
      ${g ? this.#state(g) : nothing}
      ${tabs({
        group: 'group',
        label: t('nav.group'),
        active: this.#tab,
        items: TABS.map((one) => ({ id: one, text: t(`group.tab.${one}`) })),
        onSelect: (one) => stay('group', [one]),
      })}
      ${panel({ group: 'group', active: this.#tab, body: this.#body(g) })}
    `;
  }

  #state(g) {
    const since = heartbeat.value.at > 0 ? (Date.now() - heartbeat.value.at) / 1000 : g.sinceHeartbeat;
    return html`
      ${g.trouble
        ? html`<div class="strip bad" role="alert">${icon('alert')}<span>${safe(g.trouble.text)}</span></div>`
        : nothing}
      ${!g.tracker
        ? html`<div class="strip warn" role="status">
            ${icon('alert')}<span
              >${g.waitingFor?.length > 0
                ? t('group.waitingFor', { names: g.waitingFor.map(safe).join(', ') })
                : t('group.noOffice')}</span
            >
          </div>`
        : nothing}
      <section class="figures" aria-label=${t('group.summary')}>
        ${figure(t('group.name'), safe(g.name), html`${chip(g.closed ? t('group.closed') : t('group.open'), { sign: g.closed ? 'key' : 'group' })}`)}
        ${figure(t('group.tracker'), g.tracker ? safe(g.tracker.name) : '–', t('group.iAm', { role: t(`group.role.${g.role}`) }))}
        ${figure(t('group.epoch'), number(g.epoch), g.recovery > 0 ? t('group.recovery', { n: g.recovery }) : t('group.epochText'))}
        ${figure(t('group.members'), t('group.here', { here: number(g.present), all: number(g.members) }), t('group.voters', { n: g.voters.length }))}
        ${figure(
          t('group.heartbeat'),
          since == null ? '–' : duration(Math.max(0, since)),
          chip(g.quorum ? t('group.quorum') : t('group.noQuorum'), { kind: g.quorum ? 'good' : 'warn', sign: g.quorum ? 'check' : 'alert' }),
        )}
      </section>
    `;
  }

  #body(g) {
    if (this.#tab === 'epochs') return html`<mb-epochs></mb-epochs>`;
    if (this.#tab === 'swarm') return html`<mb-swarm></mb-swarm>`;
    if (this._problem && !this._members) return trouble(this._problem, () => this.#load());
    if (!this._members || !g) return waiting();
    return html`
      <div class="group-now">
        <mb-group-picture
          class="picture panel-card"
          .members=${this._members}
          .tracker=${g.tracker?.id ?? null}
          .voters=${new Set(g.voters.map((one) => one.id))}
          .label=${t('group.picture', { n: this._members.length, tracker: safe(g.tracker?.name ?? '–') })}
        ></mb-group-picture>
        ${this.#feed()}
      </div>
      ${this.#table(g)}
    `;
  }

  #feed() {
    const { lines } = this.#happenings;
    return html`<section class="panel-card feed" aria-label=${t('group.feed')}>
      <h2>${t('group.feed')}</h2>
      ${lines.length === 0
        ? html`<p class="second small">${t('group.quiet')}</p>`
        : html`<ol>
            ${each(
              lines,
              (one) => one.key,
              (one) => html`<li class=${one.kind}>
                ${icon(one.sign)}<span class="grow">${one.text}</span><time class="num small second">${one.at}</time>
              </li>`,
            )}
          </ol>`}
    </section>`;
  }

  #table(g) {
    const voters = new Set(g.voters.map((one) => one.id));
    return html`<div class="panel-card scroll-x">
      <table class="ledger">
        <caption class="unseen">${t('group.table')}</caption>
        <thead>
          <tr>
            <th scope="col">${t('group.name')}</th>
            <th scope="col">${t('group.roleOf')}</th>
            <th scope="col">${t('group.address')}</th>
            <th scope="col" class="end">${t('group.files')}</th>
            <th scope="col" class="end">${t('group.bytes')}</th>
            <th scope="col" class="end">${t('group.seen')}</th>
            <th scope="col" class="end">${t('group.uptime')}</th>
            <th scope="col"><span class="unseen">${t('group.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${each(this._members, (one) => one.id, (one) => this.#member(one, g, voters))}
        </tbody>
      </table>
    </div>`;
  }

  #member(one, g, voters) {
    const role = one.id === g.tracker?.id ? 'tracker' : voters.has(one.id) ? 'voter' : 'member';
    return html`<tr class=${one.present ? '' : 'away'}>
      <th scope="row">
        <span class="row"
          ><span class="dot ${one.present ? 'good' : 'off'}"></span
          ><span class="clip" title="${safe(one.name)} ${one.id}">${safe(one.name)}</span>${one.self
            ? chip(t('group.me'))
            : nothing}</span
        >
      </th>
      <td>
        ${one.present
          ? chip(t(`group.role.${role}`), { kind: role === 'member' ? 'plain' : 'office', sign: role === 'tracker' ? 'crown' : null })
          : chip(t('group.away'), { kind: 'warn' })}
      </td>
      <td class="mono small">${safe(one.address)}</td>
      <td class="num end">${number(one.files)}</td>
      <td class="num end">${bytes(one.bytes)}</td>
      <td class="num end">${one.self ? t('group.nowSeen') : ago(one.lastSeen)}</td>
      <td class="num end">${one.present ? duration(one.uptime) : '–'}</td>
      <td class="end">
        ${one.files > 0
          ? html`<a class="button ghost slim" href=${href('search', [], { member: one.name })}>${t('group.browse')}</a>`
          : nothing}
        ${one.present
          ? nothing
          : signButton('trash', t('group.forget', { name: safe(one.name) }), () => this.#forget(one), { kind: 'ghost slim' })}
      </td>
    </tr>`;
  }

  async #elect() {
    const yes = await confirm({ title: t('group.electTitle'), text: t('group.electText'), yes: t('group.elect') });
    if (!yes) return;
    this._electing = true;
    await attempt(
      () => post('election'),
      (answer) => {
        const text = t('group.elected', { name: safe(answer.tracker.name), epoch: answer.epoch });
        announce(text);
        return text;
      },
    );
    this._electing = false;
    refreshStatus(0);
    await this.#load();
  }

  async #forget(one) {
    const yes = await confirm({
      title: t('group.forgetTitle'),
      text: t('group.forgetText', { name: safe(one.name) }),
      yes: t('group.forgetYes'),
      danger: true,
    });
    if (!yes) return;
    await attempt(() => post('group/forget', { member: one.id }), t('group.forgotten'));
    await this.#load();
  }

  async #invite() {
    let invite;
    if (!(await attempt(async () => (invite = await post('group/invite'))))) return;
    await openDialog({
      title: t('group.invite'),
      body: () => html`
        <p>${t('group.inviteText', { name: safe(invite.group) })}</p>
        <label class="field"
          ><span class="field-label">${t('group.link')}</span
          ><input class="input mono" readonly .value=${invite.link} @focus=${(e) => e.target.select()} autofocus
        /></label>
        <p class="small second">${t('group.inviteHow')} <code class="mono">minibit group join ${short(invite.link, 24)}…</code></p>
      `,
      actions: (close) => html`${button(
        t('common.copy'),
        async () => {
          if (await copy(invite.link)) toast(t('common.copied'));
          close(true);
        },
        { kind: 'main', sign: 'copy' },
      )}`,
    });
  }
}
customElements.define('mb-group', Group);

function figure(name, value, more) {
  return html`<div class="figure">
    <span class="figure-name">${name}</span><strong class="num clip">${value}</strong
    ><span class="small second">${more}</span>
  </div>`;
}
