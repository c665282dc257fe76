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
const orders = document.getElementById("order");
const more = document.getElementById("more");
const root = new URL(".", document.baseURI);
const fetched = new Map(), known = new Map();
let asked = 0, shown = SHOWN;

// As the tokenizer of the index: in small letters, Latin letters without diacritics.
function fold(word) {
  if (/^[\x00-\x7f]*$/.test(word)) return word.toLowerCase();
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
  const wanted = index.words.slice(first, last + 1);
  const files = await Promise.all(wanted.map(([, hash]) => get(`search/words-${hash}.json`)));
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

// Returns the incidents of each value of each facet, by its key, as arrays with a 1 for each of them.
async function members(index) {
  const file = await get(`search/facets-${index.facets}.json`);
  if (!known.size) {
    for (const [facet, values] of Object.entries(file)) {
      known.set(facet, new Map(values.map(([key, steps]) => [key, marks(index.count, steps)])));
    }
  }
  return known;
}

function marks(count, steps) {
  const found = new Uint8Array(count);
  let number = 0;
  for (const step of steps) found[(number += step)] = 1;
  return found;
}

// Returns, for each facet with chosen values, the arrays of these values.
async function restrictions(index) {
  const keys = chosen();
  if (!keys.size) return new Map();
  const values = await members(index);
  return new Map(Array.from(keys, ([facet, some]) => [
    facet, Array.from(some, (key) => values.get(facet).get(key)).filter(Boolean)]));
}

// Returns the place of each incident in the chosen order; of the best match there is none.
async function places(index) {
  if (!orders.value) return null;
  const numbers = (await get(`search/orders-${index.orders}.json`))[orders.value];
  return new Map(numbers.map((number, at) => [number, at]));
}

function restricted(found, sets, but) {
  const wanted = Array.from(sets).filter(([facet]) => facet !== but).map(([, some]) => some);
  return Array.from(found.keys()).filter(
    (number) => wanted.every((some) => some.some((one) => one[number])));
}

// Shows the number of incidents with each value, and with the values chosen of the other facets.
async function count(index, found, sets, isOutdated) {
  const values = await members(index);
  if (isOutdated()) return;
  for (const [facet, some] of values) {
    const numbers = restricted(found, sets, facet);
    const totals = new Map(Array.from(boxes.querySelectorAll(`input[name="${facet}"]`), (box) => {
      const own = some.get(box.value);
      return [box, numbers.reduce((sum, number) => sum + own[number], 0)];
    }));
    const most = Math.max(1, ...totals.values());
    for (const [box, total] of totals) {
      box.parentElement.querySelector(".n").textContent = total;
      box.parentElement.querySelector(".bar rect").setAttribute("width", `${100 * total / most}%`);
      box.disabled = !total && !box.checked;
    }
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
  const file = await get(`search/texts-${index.texts[Math.floor(number / index.each)]}.json`);
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
  if (orders.value) some.set("order", orders.value);
  for (const [facet, keys] of chosen()) for (const key of keys) some.append(facet, key);
  address.search = some.toString();
  history.replaceState(null, "", address);
}

function sentenceOf(total, isCut) {
  const number = `${total.toLocaleString("en")} ${total === 1 ? "incident" : "incidents"}`;
  return isCut ? `${number}; only the first ${MOST_WORDS} words are searched for` : number;
}

// Shows the first hit as soon as it is there, then all, then the counts of the facets.
async function search() {
  const mine = ++asked, text = field.value.trim();
  const every = Array.from(new Set(tokens(text))), words = every.slice(0, MOST_WORDS);
  const isOutdated = () => mine !== asked;
  asAddress(text);
  list.setAttribute("aria-busy", "true");
  try {
    const index = await get(place.dataset.index);
    const sets = await restrictions(index);
    const found = text && !words.length ? new Map() : await scores(index, words);
    const rank = await places(index);
    const order = restricted(found, sets).sort((a, b) => (
      rank ? rank.get(a) - rank.get(b) : found.get(b) - found.get(a) || a - b));
    const isWanted = text !== "" || sets.size > 0 || orders.value !== "", first = isWanted ? order.slice(0, shown) : [];
    const hits = first.map((number) => hit(index, number, words));
    const best = await Promise.all(hits.slice(0, 1));
    if (isOutdated()) return;
    list.replaceChildren(...best);
    status.textContent = isWanted ? sentenceOf(order.length, every.length > words.length) : "";
    const others = await Promise.all(hits.slice(1));
    if (isOutdated()) return;
    list.append(...others);
    more.hidden = !isWanted || order.length <= shown;
    await count(index, found, sets, isOutdated);
  } catch (error) {
    if (isOutdated()) return;
    list.replaceChildren();
    status.textContent = "The index could not be loaded; use the lists below.";
  }
  if (!isOutdated()) list.setAttribute("aria-busy", "false");
}

function restore() {
  const given = new URLSearchParams(location.search);
  field.value = given.get("q") ?? "";
  orders.value = given.get("order") ?? "";
  if (orders.selectedIndex < 0) orders.value = "";
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
get(place.dataset.index).catch(() => {});  // before the first word is typed
restore();
if (field.value || orders.value || chosen().size) start();
