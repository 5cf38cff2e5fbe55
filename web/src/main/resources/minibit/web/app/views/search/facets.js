import { html, nothing } from 'lit';
import { safe, short } from '../../core/format.js';
import { has, t } from '../../core/i18n.js';
import { toggleChip } from '../../ui/bits.js';
import { kindOf } from '../../ui/icons.js';
import { SIZES } from './question.js';

const TYPES = ['document', 'image', 'audio', 'video', 'archive', 'other'];
/** More values than this of one facet help nobody choose. */
const MOST = 12;

const typeName = (value) => (has(`type.${value}`) ? t(`type.${value}`) : safe(value));

function typesOf(facet, asked) {
  const known = facet ?? TYPES.map((value) => ({ value, count: null }));
  const more = asked.type
    .filter((value) => !known.some((one) => one.value === value))
    .map((value) => ({ value, count: 0 }));
  return [...known, ...more].slice(0, MOST);
}

function sizesOf(facet) {
  return SIZES.map((size) => ({
    value: size.id,
    count: facet?.find((one) => one.value === size.id)?.count ?? null,
  }));
}

function namesOf(facet, chosen) {
  const list = (facet ?? []).slice(0, MOST);
  if (chosen && !list.some((one) => one.value === chosen)) list.push({ value: chosen, count: null });
  return list;
}

function section(title, body) {
  return html`<fieldset class="facet">
    <legend>${title}</legend>
    <div class="facet-values">${body}</div>
  </fieldset>`;
}

/** What the results can be narrowed by, with how many each would leave. */
export function facets({ found, asked, change }) {
  const pick = (key, value) => change({ [key]: asked[key] === value ? '' : value });
  const pickType = (value) =>
    change({
      type: asked.type.includes(value)
        ? asked.type.filter((one) => one !== value)
        : [...asked.type, value],
    });
  const members = namesOf(found?.member, asked.member);
  const publishers = namesOf(found?.publisher, asked.publisher);
  return html`
    ${section(
      t('search.facet.type'),
      typesOf(found?.type, asked).map((one) =>
        toggleChip(typeName(one.value), {
          on: asked.type.includes(one.value),
          count: one.count,
          sign: kindOf(one.value),
          act: () => pickType(one.value),
        }),
      ),
    )}
    ${section(
      t('search.facet.size'),
      sizesOf(found?.size).map((one) =>
        toggleChip(t(`search.size.${one.value}`), {
          on: asked.size === one.value,
          count: one.count,
          act: () => pick('size', one.value),
        }),
      ),
    )}
    ${members.length === 0
      ? nothing
      : section(
          t('search.facet.member'),
          members.map((one) =>
            toggleChip(safe(one.name ?? one.value), {
              on: asked.member === one.value,
              count: one.count,
              act: () => pick('member', one.value),
            }),
          ),
        )}
    ${publishers.length === 0
      ? nothing
      : section(
          t('search.facet.publisher'),
          publishers.map((one) =>
            toggleChip(publisherName(one), {
              on: asked.publisher === one.value,
              count: one.count,
              sign: 'shield',
              act: () => pick('publisher', one.value),
            }),
          ),
        )}
  `;
}

/** A member's name, or the first digits of a key that no member has. */
const publisherName = (one) =>
  safe(one.name || (/^[0-9a-f]{32,}$/.test(one.value) ? short(one.value) : one.value));
