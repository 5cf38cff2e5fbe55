import { html, nothing } from 'lit';
import { get, getWith, seg } from '../../core/api.js';
import { percent, rate, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { Part } from '../../core/part.js';
import { empty, trouble, waiting } from '../../ui/bits.js';
import { Drawing, colour, faint } from '../../ui/canvas.js';
import { label } from './ring.js';

const AGAIN = 2_000;
/** Peers drawn; the tables say more. */
const MOST = 40;
/** Rows of a table: the peers of one transfer are all in its own list. */
const MOST_ROWS = 100;

/** Who sends to whom: nodes on an ellipse, this daemon first, lines as thick as what flows. */
class SwarmPicture extends Drawing {
  static properties = { ...Drawing.properties, nodes: { attribute: false }, links: { attribute: false } };

  constructor() {
    super();
    this.nodes = [];
    this.links = [];
  }

  draw(context, width, height) {
    const nodes = this.nodes.slice(0, MOST);
    const places = new Map();
    const [cx, cy] = [width / 2, height / 2];
    nodes.forEach((one, i) => {
      const angle = -Math.PI / 2 + (2 * Math.PI * i) / nodes.length;
      const flat = Math.abs(Math.cos(angle)) < 0.35;
      places.set(one.id, {
        x: cx + Math.max(60, cx - 100) * Math.cos(angle),
        y: cy + Math.max(50, cy - 36) * Math.sin(angle),
        r: one.role === 'me' ? 12 : 9,
        side: flat ? (Math.sin(angle) < 0 ? 'above' : 'below') : Math.cos(angle) < 0 ? 'left' : 'right',
      });
    });
    const most = Math.max(1, ...this.links.map((one) => one.rate));
    for (const link of this.links) this.#link(context, places.get(link.from), places.get(link.to), link.rate / most);
    context.font = `600 12px ${getComputedStyle(this).fontFamily}`;
    for (const node of nodes) this.#node(context, node, places.get(node.id), width);
  }

  #link(context, from, to, part) {
    if (!from || !to || part <= 0) return;
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = Math.hypot(dx, dy) || 1;
    // Two directions of one pair bend apart.
    const [mx, my] = [(from.x + to.x) / 2 - (dy / length) * 18, (from.y + to.y) / 2 + (dx / length) * 18];
    context.strokeStyle = faint('--up', 0.35 + 0.6 * part);
    context.lineWidth = 1 + 4 * Math.sqrt(part);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.quadraticCurveTo(mx, my, to.x, to.y);
    context.stroke();
    const [ax, ay] = [to.x - mx, to.y - my];
    const reach = Math.hypot(ax, ay) || 1;
    const [tx, ty] = [to.x - (ax / reach) * (to.r + 2), to.y - (ay / reach) * (to.r + 2)];
    const angle = Math.atan2(ay, ax);
    const size = 5 + 3 * Math.sqrt(part);
    context.fillStyle = faint('--up', 0.5 + 0.5 * part);
    context.beginPath();
    context.moveTo(tx, ty);
    context.lineTo(tx - size * Math.cos(angle - 0.45), ty - size * Math.sin(angle - 0.45));
    context.lineTo(tx - size * Math.cos(angle + 0.45), ty - size * Math.sin(angle + 0.45));
    context.fill();
  }

  #node(context, node, place, width) {
    const part = node.pieces > 0 ? node.have / node.pieces : 0;
    context.beginPath();
    context.arc(place.x, place.y, place.r, 0, 2 * Math.PI);
    context.fillStyle = colour('--surface');
    context.fill();
    context.beginPath();
    context.moveTo(place.x, place.y);
    context.arc(place.x, place.y, place.r, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * part);
    context.closePath();
    context.fillStyle = faint(node.role === 'me' ? '--accent' : '--down', 0.55);
    context.fill();
    context.beginPath();
    context.arc(place.x, place.y, place.r, 0, 2 * Math.PI);
    context.lineWidth = node.role === 'peer' ? 1.5 : 2.5;
    context.strokeStyle = colour(node.role === 'me' ? '--accent' : node.role === 'member' ? '--office' : '--ink-3');
    context.stroke();
    context.fillStyle = colour('--ink');
    label(context, safe(node.name), place, width);
  }
}
customElements.define('mb-swarm-picture', SwarmPicture);

/** A chosen transfer's swarm, own links and those other members tell of: a picture, and a table that says the same. */
class SwarmView extends Part {
  static properties = {
    _transfers: { state: true },
    _chosen: { state: true },
    _swarm: { state: true },
    _problem: { state: true },
  };

  constructor() {
    super();
    this._transfers = null;
    this._chosen = null;
    this._swarm = null;
    this._problem = null;
    this.during(() => {
      this.#list();
      const timer = setInterval(() => !document.hidden && this.#load(), AGAIN);
      return () => clearInterval(timer);
    });
  }

  async #list() {
    try {
      const answer = await getWith('transfers', { state: 'active', sort: '-peers', limit: 100 }, ['state', 'sort']);
      this._transfers = answer.transfers;
      this._chosen ??= answer.transfers[0]?.id ?? null;
      await this.#load();
    } catch (e) {
      this._problem = e;
    }
  }

  async #load() {
    if (this._chosen === null) return this._transfers === null || this._transfers.length > 0 ? null : this.#listQuietly();
    const asked = this._chosen;
    try {
      const swarm = await get(`transfers/${seg(asked)}/swarm`);
      if (asked === this._chosen) {
        this._swarm = swarm;
        this._problem = null;
      }
    } catch (e) {
      this._problem = e;
    }
    return null;
  }

  async #listQuietly() {
    try {
      const answer = await getWith('transfers', { state: 'active', limit: 100 }, ['state']);
      if (answer.transfers.length > 0) {
        this._transfers = answer.transfers;
        this._chosen = answer.transfers[0].id;
      }
    } catch {
      // The strip above the view says that the daemon is away.
    }
  }

  render() {
    if (this._problem && !this._swarm) return trouble(this._problem, () => this.#list());
    if (this._transfers === null) return waiting();
    if (this._transfers.length === 0) {
      return empty({ sign: 'transfers', title: t('group.noSwarm'), text: t('group.noSwarmText') });
    }
    const swarm = this._swarm;
    return html`
      <label class="field swarm-choice"
        ><span class="field-label">${t('group.swarmOf')}</span
        ><select class="input" @change=${(e) => this.#choose(e.target.value)}>
          ${this._transfers.map(
            (one) => html`<option value=${one.id} ?selected=${one.id === this._chosen}>${safe(one.name)}</option>`,
          )}
        </select></label
      >
      ${swarm ? this.#pictures(swarm) : waiting()}
    `;
  }

  #choose(id) {
    this._chosen = id;
    this._swarm = null;
    this.#load();
  }

  #pictures({ nodes, links }) {
    const names = new Map(nodes.map((one) => [one.id, safe(one.name)]));
    const flowing = links.filter((one) => one.rate > 0).sort((a, b) => b.rate - a.rate);
    return html`
      <mb-swarm-picture
        class="picture panel-card"
        .nodes=${nodes}
        .links=${links}
        .label=${t('group.swarmLabel', { n: nodes.length, links: flowing.length })}
      ></mb-swarm-picture>
      ${nodes.length > MOST ? html`<p class="small second">${t('group.swarmCut', { n: MOST, rows: MOST_ROWS, all: nodes.length })}</p>` : nothing}
      <div class="panel-card scroll-x">
        <table class="ledger">
          <caption class="unseen">${t('group.swarmTable')}</caption>
          <thead>
            <tr>
              <th scope="col">${t('group.from')}</th>
              <th scope="col">${t('group.to')}</th>
              <th scope="col" class="end">${t('group.rate')}</th>
            </tr>
          </thead>
          <tbody>
            ${flowing.length === 0
              ? html`<tr><td colspan="3" class="second">${t('group.nothingFlows')}</td></tr>`
              : flowing.slice(0, MOST_ROWS).map(
                  (one) => html`<tr>
                    <th scope="row"><span class="clip">${names.get(one.from) ?? '?'}</span></th>
                    <td><span class="clip">${names.get(one.to) ?? '?'}</span></td>
                    <td class="num end">${rate(one.rate)}</td>
                  </tr>`,
                )}
          </tbody>
        </table>
      </div>
      <div class="panel-card scroll-x">
        <table class="ledger">
          <caption class="unseen">${t('group.peersTable')}</caption>
          <thead>
            <tr>
              <th scope="col">${t('group.name')}</th>
              <th scope="col">${t('group.kind')}</th>
              <th scope="col" class="end">${t('group.pieces')}</th>
            </tr>
          </thead>
          <tbody>
            ${nodes.slice(0, MOST_ROWS).map(
              (one) => html`<tr>
                <th scope="row"><span class="clip" title=${safe(one.name)}>${safe(one.name)}</span></th>
                <td>${t(`group.node.${one.role}`)}</td>
                <td class="num end">${one.pieces > 0 ? percent(one.have / one.pieces) : '–'}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
customElements.define('mb-swarm', SwarmView);
