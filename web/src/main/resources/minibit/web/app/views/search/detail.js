import { html, nothing } from 'lit';
import { get, seg, words } from '../../core/api.js';
import { copy, save } from '../../core/dom.js';
import { bytes, dateTime, safe } from '../../core/format.js';
import { t } from '../../core/i18n.js';
import { button, facts, waiting } from '../../ui/bits.js';
import { openDialog } from '../../ui/dialog.js';
import { attempt, toast } from '../../ui/toast.js';
import { badges, signed } from './row.js';

/** All that is known of one content; answers `get` when it shall be fetched. */
export function openFile(row) {
  let detail = null;
  let problem = null;
  return openDialog({
    title: safe(row.name),
    body: (_close, redraw) => {
      if (detail === null && problem === null) {
        detail = undefined;
        get(`files/${seg(row.id)}`)
          .then((answer) => (detail = answer))
          .catch((e) => (problem = e))
          .finally(redraw);
      }
      return body(row, detail, problem);
    },
    actions: (close) => html`
      ${button(t('share.magnet'), () => copyMagnet(row.id), { sign: 'link' })}
      ${button(t('share.torrent'), () => saveTorrent(row.id, row.name), { sign: 'file' })}
      ${row.have
        ? nothing
        : button(t('search.get'), () => close('get'), { kind: 'main', sign: 'get' })}
    `,
  });
}

function body(row, detail, problem) {
  return html`
    <div class="row wrap">${badges(row)}</div>
    ${facts([
      [t('file.size'), bytes(row.size)],
      [t('file.type'), safe(row.type)],
      [t('file.registered'), dateTime(row.registered)],
      [
        t('file.pieces'),
        detail?.pieces ? t('file.piecesOf', { n: detail.pieces, size: bytes(detail.pieceLength) }) : null,
      ],
    ])}
    <section class="stack">
      <h3>${t('file.publications')}</h3>
      ${problem ? html`<p class="strip bad">${words(problem)}</p>` : nothing}
      ${detail === undefined && !problem ? waiting() : nothing}
      <ul class="lines">
        ${(detail?.publications ?? []).map(
          (one) => html`<li>
            <span class="dot ${one.present ? 'good' : ''}"></span>
            <div class="grow">
              <div class="clip"><strong>${safe(one.member)}</strong></div>
              <div class="small second clip" title=${safe(one.path)}>${safe(one.path)}</div>
            </div>
            ${one.present ? nothing : html`<span class="small quiet">${t('file.away')}</span>`}
            ${signed(one.signedBy)}
          </li>`,
        )}
      </ul>
    </section>
    ${facts([
      [t('file.root'), html`<span class="mono small">${row.root}</span>`],
      [t('file.v1'), html`<span class="mono small">${row.infoHashV1}</span>`],
      [t('file.v2'), html`<span class="mono small">${row.infoHashV2}</span>`],
    ])}
  `;
}

export async function copyMagnet(id) {
  try {
    const { magnet } = await get(`files/${seg(id)}/magnet`);
    if (await copy(magnet)) return toast(t('share.magnetCopied'));
    return openDialog({
      title: t('share.magnet'),
      body: () =>
        html`<textarea class="input mono" readonly aria-label=${t('share.magnet')} autofocus .value=${magnet}></textarea>`,
    });
  } catch (e) {
    return toast(words(e), { kind: 'bad' });
  }
}

export function saveTorrent(id, name) {
  return attempt(async () => {
    const answer = await get(`files/${seg(id)}/torrent`);
    save(await torrentOf(answer), `${name}.torrent`);
  });
}

/** The daemon answers with the file, or with its bytes in Base64. */
async function torrentOf(answer) {
  if (answer instanceof Blob) return answer;
  const bytesOf = Uint8Array.from(atob(answer.torrent), (c) => c.charCodeAt(0));
  return new Blob([bytesOf], { type: 'application/x-bittorrent' });
}
