// Searches the index of the published folder: files of words, of texts and of facets, each fetched when
// it is first needed. Texts are put into the page as text only.
"use strict";

const TOKEN = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u0331]*/gu;
const END = /[.!?…。！？]["”’)\]]*(?:\s+(?!\p{Ll})|$)/gu;
const MOST_WORDS = 32, LEAST_OF_PREFIX = 3, SHOWN = 20, MOST_OF_A_SENTENCE = 300, SATURATION = 6;

const place = document.getElementById("search");
const field = document.getElementById("words");
const list = document.getElementById("hits");
const status = document.getElementById("count");
const boxes = document.getElementById("facets");
const more = document.getElementById("more");
const root = new URL(".", document.baseURI);
const fetched = new Map();
let asked = 0, shown = SHOWN;

// As the tokenizer of the index: in small letters, Latin letters without diacritics.
function fold(word) {
  const small = word.normalize("NFC").toLowerCase().replaceAll("ς", "σ");
  return small.normalize("NFD").replace(/([a-z])[\u0300-\u036f]+/gu, "$1").normalize("NFC");
}

function tokens(text) {
  return Array.from(text.matchAll(TOKEN), (found) => fold(found[0]));
}

function get(name) {
  if (!fetched.has(name)) {
    fetched.set(name, fetch(new URL(name, root)).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    }));
    fetched.get(name).catch(() => fetched.delete(name));
  }
  return fetched.get(name);
}

// Compares words by code points, as the index does, and not by the halves of surrogate pairs.
function isAfter(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  const at = a.findIndex((character, place) => character !== b[place]);
  return at >= 0 && (at >= b.length || a[at].codePointAt(0) > b[at].codePointAt(0));
}

function matches(token, word) {
  return word.length >= LEAST_OF_PREFIX ? token.startsWith(word) : token === word;
}

// Returns the weight of a word in each incident that has it.
async function weights(index, word) {
  let first = index.words.findIndex(([start]) => isAfter(start, word));
  first = Math.max(0, (first < 0 ? index.words.length : first) - 1);
  let last = first;
  while (last + 1 < index.words.length && index.words[last + 1][0].startsWith(word)) last += 1;
  const files = await Promise.all(index.words.slice(first, last + 1).map(([, name]) => get(name)));
  const found = new Map();
  for (const file of files) {
    for (const [token, pairs] of Object.entries(file)) {
      if (!matches(token, word)) continue;
      for (let at = 0, number = 0; at < pairs.length; at += 2) {
        number += pairs[at];
        found.set(number, (found.get(number) ?? 0) + pairs[at + 1]);
      }
    }
  }
  return found;
}

// Returns the incidents that have all words, each with its score; without words, all of them.
async function scores(index, words) {
  if (!words.length) return new Map(Array.from({length: index.count}, (_, number) => [number, 0]));
  const all = await Promise.all(words.map((word) => weights(index, word)));
  const found = new Map();
  for (const number of all.reduce((a, b) => (a.size < b.size ? a : b)).keys()) {
    if (!all.every((one) => one.has(number))) continue;
    let score = 0;
    for (const one of all) {
      const weight = one.get(number);
      score += Math.log(1 + index.count / one.size) * weight / (weight + SATURATION);
    }
    found.set(number, score);
  }
  return found;
}

function chosen() {
  const found = new Map();
  for (const box of boxes.querySelectorAll("input:checked")) {
    if (!found.has(box.name)) found.set(box.name, new Set());
    found.get(box.name).add(box.value);
  }
  return found;
}

// Returns the incidents of each value of each facet, by its key.
async function members(index) {
  const file = await get(index.facets), found = new Map();
  for (const [facet, values] of Object.entries(file)) {
    found.set(facet, new Map(values.map(([key, steps]) => {
      let number = 0;
      return [key, new Set(steps.map((step) => (number += step)))];
    })));
  }
  return found;
}

function allowed(values, keys) {
  return Array.from(keys, (key) => values.get(key) ?? new Set());
}

function isIn(number, sets) {
  return sets.some((one) => one.has(number));
}

function restricted(found, sets, but) {
  const wanted = Array.from(sets).filter(([facet]) => facet !== but).map(([, some]) => some);
  return Array.from(found.keys()).filter((number) => wanted.every((some) => isIn(number, some)));
}

function count(values, found, sets) {
  for (const box of boxes.querySelectorAll("input")) {
    const own = values.get(box.name).get(box.value) ?? new Set();
    const number = restricted(found, sets, box.name).filter((one) => own.has(one)).length;
    box.parentElement.querySelector(".n").textContent = number;
    box.disabled = !number && !box.checked;
  }
}

function sentences(paragraph) {
  const ends = Array.from(paragraph.matchAll(END), (found) => found.index + found[0].length).slice(0, -1);
  const starts = [0, ...ends];
  return starts.map((start, at) => paragraph.slice(start, starts[at + 1] ?? paragraph.length).trim());
}

function wordsIn(text, words) {
  const own = tokens(text);
  return words.filter((word) => own.some((token) => matches(token, word))).length;
}

// Returns the sentence with most of the words; the first one if no word is in the texts.
function best(texts, words) {
  const all = texts.flatMap((text) => text.split("\n")).filter(Boolean).flatMap(sentences);
  let found = all[0] ?? "", most = 0;
  for (const one of all) {
    const number = wordsIn(one, words);
    if (number > most) [found, most] = [one, number];
  }
  return [found, most];
}

// Returns a text with the found words marked, cut around the first of them if it is long.
function marked(text, words, limit = Infinity) {
  const parts = document.createDocumentFragment();
  const found = Array.from(text.matchAll(TOKEN)).filter(
    (one) => words.some((word) => matches(fold(one[0]), word)));
  const first = found.length ? found[0].index : 0;
  const start = text.length > limit ? Math.max(0, text.lastIndexOf(" ", Math.max(0, first - limit / 4))) : 0;
  const end = Math.min(text.length, start + limit);
  let at = start;
  if (start) parts.append("…");
  for (const one of found) {
    if (one.index < at || one.index + one[0].length > end) continue;
    parts.append(text.slice(at, one.index));
    const mark = document.createElement("mark");
    mark.textContent = one[0];
    parts.append(mark);
    at = one.index + one[0].length;
  }
  parts.append(text.slice(at, end), end < text.length ? "…" : "");
  return parts;
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

async function hit(index, number, words) {
  const file = await get(index.texts[Math.floor(number / index.each)]);
  const [address, title, date, names, texts] = file[number % index.each];
  const link = element("a", "", marked(title, words));
  link.href = new URL(address, root);
  const head = element("p", "hit", link, " ", element("span", "date", date));
  const [sentence, most] = best(texts, words);
  const named = most ? [] : names.filter((name) => wordsIn(name, words));
  const shownText = named.length ? marked(named.join("; "), words) : marked(sentence, words, MOST_OF_A_SENTENCE);
  return element("li", "", head, element("p", "sentence", shownText));
}

function asAddress(text) {
  const address = new URL(location.href), some = new URLSearchParams();
  if (text) some.set("q", text);
  for (const [facet, keys] of chosen()) for (const key of keys) some.append(facet, key);
  address.search = some.toString();
  history.replaceState(null, "", address);
}

function sentenceOf(total, isCut) {
  const number = `${total.toLocaleString("en")} ${total === 1 ? "incident" : "incidents"}`;
  return isCut ? `${number}; only the first ${MOST_WORDS} words are searched for` : number;
}

function show(hits, words) {
  list.replaceChildren(...hits);
  status.textContent = words;
  list.setAttribute("aria-busy", "false");
}

// Returns the numbers of the incidents that are found, best first, and what the facets are counted by.
async function find(index, text, words) {
  const found = text && !words.length ? new Map() : await scores(index, words);
  const keys = chosen(), values = await members(index), sets = new Map();
  for (const [facet, some] of keys) sets.set(facet, allowed(values.get(facet), some));
  const order = restricted(found, sets).sort((a, b) => found.get(b) - found.get(a) || a - b);
  return {order, found, sets, values};
}

async function search() {
  const mine = ++asked, text = field.value.trim();
  const every = Array.from(new Set(tokens(text))), words = every.slice(0, MOST_WORDS);
  asAddress(text);
  list.setAttribute("aria-busy", "true");
  try {
    const index = await get(place.dataset.index);
    const {order, found, sets, values} = await find(index, text, words);
    const isWanted = text !== "" || sets.size > 0;
    const first = isWanted ? order.slice(0, shown) : [];
    const hits = await Promise.all(first.map((number) => hit(index, number, words)));
    if (mine !== asked) return;
    show(hits, isWanted ? sentenceOf(order.length, every.length > words.length) : "");
    more.hidden = !isWanted || order.length <= shown;
    count(values, found, sets);
  } catch (error) {
    if (mine === asked) show([], "The index could not be loaded; use the lists below.");
  }
}

function restore() {
  const given = new URLSearchParams(location.search);
  field.value = given.get("q") ?? "";
  for (const box of boxes.querySelectorAll("input")) {
    box.checked = given.getAll(box.name).includes(box.value);
    if (box.checked) box.closest("details").open = true;
  }
}

function start() {
  shown = SHOWN;
  search();
}

place.hidden = false;
place.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
field.addEventListener("input", start);
boxes.addEventListener("change", start);
more.addEventListener("click", () => {
  shown += SHOWN;
  search();
});
window.addEventListener("popstate", () => {
  restore();
  start();
});
restore();
if (field.value || chosen().size) start();
