import { prefer, prefs } from './prefs.js';
import { Store } from './store.js';

export const LANGUAGES = [
  ['en', 'English'],
  ['pt-BR', 'Português (Brasil)'],
];

let table = {};
/** Sentences of faults, which the daemon says in English and with a key: none in English. */
let faults = {};
let plurals = new Intl.PluralRules('en');

/** The language spoken; watched by everything that shows words. */
export const language = new Store('en');

function wanted() {
  const asked = [prefs.value.lang, ...(navigator.languages ?? [])].filter(Boolean);
  for (const one of asked) {
    if (/^pt\b/i.test(one)) return 'pt-BR';
    if (/^en\b/i.test(one)) return 'en';
  }
  return 'en';
}

async function load(lang) {
  const answer = await fetch(`/i18n/${lang}.json`);
  if (!answer.ok) throw new Error(`no words for ${lang}`);
  const words = await answer.json();
  const sentences = lang === 'en' ? {} : await faultsOf(lang);
  table = words;
  faults = sentences;
  plurals = new Intl.PluralRules(lang);
  document.documentElement.lang = lang;
  language.set(lang);
}

/** A page that lacks them says faults in English. */
async function faultsOf(lang) {
  const answer = await fetch(`/i18n/faults.${lang}.json`);
  return answer.ok ? answer.json() : {};
}

export function startLanguage() {
  return load(wanted());
}

export async function speak(lang) {
  await load(lang);
  prefer({ lang });
}

function find(key) {
  let at = table;
  for (const part of key.split('.')) {
    at = at?.[part];
    if (at === undefined) return undefined;
  }
  return at;
}

export function has(key) {
  return find(key) !== undefined;
}

/**
 * The words for a key, with `{name}` replaced. An entry with `one` and `other` is chosen by `n`.
 */
export function t(key, values = {}) {
  let words = find(key);
  if (words === undefined) return key;
  if (typeof words === 'object') words = words[plurals.select(Number(values.n))] ?? words.other;
  return words.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? number(value) : String(value);
  });
}

/** What a fault says: in the language spoken, where the daemon's phrase is known; else in English. */
export function fault(phrase, english) {
  const pattern = phrase && Object.hasOwn(faults, phrase.key) ? faults[phrase.key] : undefined;
  if (pattern === undefined) return english;
  return pattern.replace(/\{(\d)\}/g, (whole, place) => phrase.args?.[Number(place)] ?? whole);
}

/** Formats made so far: making one takes longer than a hundred uses, and a table uses hundreds. */
const formats = new Map();
language.watch(() => formats.clear());

/** A format of `Intl` in the language spoken: `format('NumberFormat', options)`. */
export function format(kind, options = {}) {
  const key = kind + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl[kind](language.value, options);
    formats.set(key, made);
  }
  return made;
}

export function number(value, options) {
  return format('NumberFormat', options).format(value);
}
