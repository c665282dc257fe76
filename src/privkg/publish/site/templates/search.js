// Searches the index of the published folder: files of words, of texts and of facets, each fetched when
// it is first needed. Texts are put into the page as text only.
"use strict";

const TOKEN = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\u0300-\u0331]*/gu;
const END = /[.!?…。！？]["”’)\]]*(?:\s+(?!\p{Ll})|$)/gu;
const APOSTROPHE = /(?<=[\p{L}\p{N}])'/gu, INNER = /(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}])/gu;
const OPENING = /(?<![\p{L}\p{N}])'(?=[\p{L}\p{N}])/u;
const MOST_WORDS = 32, LEAST_OF_PREFIX = 3, SHOWN = 20, MOST_OF_A_SENTENCE = 300, SATURATION = 6;
const MOST_FORESEEN = 6, LONGEST_FRAME = 100, PAUSE = 150;  // the latter in milliseconds

const place = document.getElementById("search");
const field = document.getElementById("words");
const list = document.getElementById("hits");
const status = document.getElementById("count");
const boxes = document.getElementById("facets");
const orders = document.getElementById("order");
const more = document.getElementById("more");
const root = new URL(".", document.baseURI);
const fetched = new Map(), known = new Map(), rows = new Map();
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

// Returns the content of a file; what the first hit needs is fetched before anything else.
function get(name, priority = "high") {
  if (!fetched.has(name)) {
    fetched.set(name, fetch(new URL(name, root), {priority}).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    }));
    fetched.get(name).catch(() => fetched.delete(name));
  }
  return fetched.get(name);
}

// Waits for a time, and until what has happened so far is handled, such as keys pressed meanwhile.
function wait(milliseconds = 0) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Waits until what was put into the page is in a frame; a page that is not visible has no frames.
function frame() {
  const drawn = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return Promise.race([drawn, wait(LONGEST_FRAME)]);
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

// Returns the contents of the files that have the words that match a word.
function filesOf(index, word) {
  let first = index.words.findIndex(([start]) => isAfter(start, word));
  first = Math.max(0, (first < 0 ? index.words.length : first) - 1);
  let last = first;
  while (last + 1 < index.words.length && index.words[last + 1][0].startsWith(word)) last += 1;
  const wanted = index.words.slice(first, last + 1);
  return Promise.all(wanted.map(([, hash]) => get(`search/words-${hash}.json`)));
}

// Returns the incidents that have a word, and its weight in each of all incidents.
function weights(index, files, word) {
  const of = new Uint32Array(index.count), numbers = [];
  for (const file of files) {
    for (const token of Object.keys(file)) {
      if (!matches(token, word)) continue;
      const pairs = file[token];
      for (let at = 0, number = 0; at < pairs.length; at += 2) {
        number += pairs[at];
        if (!of[number]) numbers.push(number);
        of[number] += pairs[at + 1];
      }
    }
  }
  return {numbers, of};
}

// Returns the incidents that have all words, and the score of each; without words, all of them.
function scores(index, files, words) {
  const of = new Float64Array(index.count);
  if (!words.length) return {numbers: Array.from(of.keys()), of};
  const all = words.map((word, at) => weights(index, files[at], word));
  const fewest = all.reduce((a, b) => (a.numbers.length < b.numbers.length ? a : b)).numbers;
  const numbers = fewest.filter((number) => all.every((one) => one.of[number]));
  for (const one of all) {
    const rarity = Math.log(1 + index.count / one.numbers.length);
    for (const number of numbers) of[number] += rarity * one.of[number] / (one.of[number] + SATURATION);
  }
  return {numbers, of};
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
  const file = await get(`search/facets-${index.facets}.json`, "low");
  if (!known.size) {
    for (const [facet, values] of Object.entries(file)) {
      known.set(facet, new Map(values.map(([key, steps]) => [key, sums(steps)])));
    }
  }
  return known;
}

function sums(steps) {
  let number = 0;
  return Uint32Array.from(steps, (step) => (number += step));
}

// Returns an array with a 1 for each of some incidents.
function marks(count, numbers) {
  const found = new Uint8Array(count);
  for (const number of numbers) found[number] = 1;
  return found;
}

// Returns, for each facet with chosen values, marks of the incidents that have one of them.
async function restrictions(index) {
  const keys = chosen();
  if (!keys.size) return new Map();
  const values = await members(index);
  return new Map(Array.from(keys, ([facet, some]) => [
    facet, marks(index.count, Array.from(some, (key) => Array.from(values.get(facet).get(key) ?? [])).flat())]));
}

// Returns the place of each incident in the chosen order; of the best match there is none.
async function places(index) {
  if (!orders.value) return null;
  const numbers = (await get(`search/orders-${index.orders}.json`))[orders.value];
  const found = new Uint32Array(index.count);
  numbers.forEach((number, at) => (found[number] = at));
  return found;
}

function restricted(numbers, sets, but) {
  const wanted = Array.from(sets).filter(([facet]) => facet !== but).map(([, some]) => some);
  return wanted.length ? numbers.filter((number) => wanted.every((some) => some[number])) : numbers;
}

// Returns the first of some numbers in an order, without sorting the others.
function firstOf(numbers, amount, compare) {
  const found = [];
  for (const number of numbers) {
    if (found.length === amount && compare(found[amount - 1], number) < 0) continue;
    let at = found.length;
    while (at && compare(number, found[at - 1]) < 0) at -= 1;
    found.splice(at, 0, number);
    if (found.length > amount) found.pop();
  }
  return found;
}

// Returns the first of some incidents, by their scores or by their places in an order.
function ranked(numbers, scores, rank, amount) {
  return firstOf(numbers, amount, (a, b) => (rank ? rank[a] - rank[b] : scores[b] - scores[a] || a - b));
}

// Fetches the first hit of each word that the last one may become, if these are few.
async function foresee(index, files, words, sets, rank, isOutdated) {
  const before = words.slice(0, -1), last = words.at(-1);
  const longer = files.at(-1).flatMap(Object.keys).filter((token) => token !== last && matches(token, last));
  if (longer.length > MOST_FORESEEN) return;
  for (const token of longer) {
    await wait();
    if (isOutdated()) return;
    const {numbers, of} = scores(index, files, [...before, token]);
    for (const number of ranked(restricted(numbers, sets), of, rank, 1)) {
      entry(index, number, "low").catch(() => {});
    }
  }
}

// Shows the number of incidents with each value, and with the values chosen of the other facets.
async function count(index, numbers, sets, isOutdated) {
  const values = await members(index);
  for (const [facet, some] of values) {
    await wait();
    if (isOutdated()) return;
    const wanted = marks(index.count, restricted(numbers, sets, facet));
    const totals = rowsOf(facet).map(({box}) => (some.get(box.value) ?? []).reduce((sum, one) => sum + wanted[one], 0));
    const most = Math.max(1, ...totals);
    for (const [at, {box, number, bar}] of rowsOf(facet).entries()) {
      number.textContent = totals[at];
      bar.setAttribute("width", `${100 * totals[at] / most}%`);
      box.disabled = !totals[at] && !box.checked;
    }
  }
}

// Returns the box, the number and the bar of each value of a facet.
function rowsOf(facet) {
  if (!rows.has(facet)) {
    rows.set(facet, Array.from(boxes.querySelectorAll(`input[name="${facet}"]`), (box) => ({
      box, number: box.parentElement.querySelector(".n"), bar: box.parentElement.querySelector(".bar rect")})));
  }
  return rows.get(facet);
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

// Returns what is known of an incident.
async function entry(index, number, priority) {
  const file = await get(`search/texts-${index.texts[Math.floor(number / index.each)]}.json`, priority);
  return file[number % index.each];
}

function typeset(title) {
  return title.replace(OPENING.test(title) ? INNER : APOSTROPHE, "’");
}

function hit([address, title, date, names, texts], words) {
  const link = element("a", "", marked(typeset(title), words));
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

// The language is that of the page; the browser's own way to write numbers takes long the first time.
function sentenceOf(total, isCut) {
  const number = `${String(total).replace(/\B(?=(?:\d{3})+$)/g, ",")} ${total === 1 ? "incident" : "incidents"}`;
  return isCut ? `${number}; only the first ${MOST_WORDS} words are searched for` : number;
}

// Shows the first hit as soon as it is there, after a pause all, and then the counts of the facets.
async function search(pause = 0, kept = 0) {
  const mine = ++asked, text = field.value.trim();
  const isOutdated = () => mine !== asked;
  list.setAttribute("aria-busy", "true");
  wait(pause).then(() => isOutdated() || asAddress(text));
  try {
    await show(text, pause, kept, isOutdated);
  } catch (error) {
    console.error(error);
    if (isOutdated()) return;
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "The index could not be loaded; use the lists below.";
  }
  if (!isOutdated()) list.setAttribute("aria-busy", "false");
}

// Shows what is found, until another search begins; a key that follows soon saves all but the first hit.
// Of hits that are shown already, some are kept; others are replaced at once, so that nothing moves twice.
async function show(text, pause, kept, isOutdated) {
  const every = Array.from(new Set(tokens(text))), words = every.slice(0, MOST_WORDS);
  const index = await get(place.dataset.index);
  const [files, sets, rank] = await Promise.all([
    Promise.all(words.map((word) => filesOf(index, word))), restrictions(index), places(index)]);
  if (navigator.scheduling?.isInputPending()) await wait();
  if (isOutdated()) return;
  const scored = text && !words.length ? {numbers: []} : scores(index, files, words);
  const numbers = restricted(scored.numbers, sets);
  const isWanted = text !== "" || sets.size > 0 || orders.value !== "";
  const first = ranked(numbers, scored.of, rank, isWanted ? shown : 0);
  const isAtOnce = !pause && list.childElementCount > 0;
  const early = isAtOnce ? kept : 1;
  if (pause && words.length) {
    frame().then(() => foresee(index, files, words, sets, rank, isOutdated)).catch(() => {});
  }
  if (!isAtOnce) {
    const best = await Promise.all(first.slice(0, early).map((number) => entry(index, number)));
    if (isOutdated()) return;
    list.replaceChildren(...best.map((one) => hit(one, words)));
    status.textContent = isWanted ? sentenceOf(numbers.length, every.length > words.length) : "";
    await Promise.all([frame(), wait(pause)]);
    if (isOutdated()) return;
  }
  const following = first.slice(early).map(async (number) => {
    const one = await entry(index, number, "low");
    await wait();
    return isOutdated() ? "" : hit(one, words);
  });
  members(index).catch(() => {});  // for the counts, while the hits are on their way
  const others = await Promise.all(following);
  if (isOutdated()) return;
  if (isAtOnce && !kept) list.replaceChildren();
  list.append(...others);
  status.textContent = isWanted ? sentenceOf(numbers.length, every.length > words.length) : "";
  more.hidden = !isWanted || numbers.length <= shown;
  await count(index, scored.numbers, sets, isOutdated).catch((error) => console.error(error));
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

function start(pause = 0) {
  shown = SHOWN;
  search(pause);
}

place.hidden = false;
place.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
field.addEventListener("input", () => start(PAUSE));
boxes.addEventListener("change", () => start());
more.addEventListener("click", () => {
  shown += SHOWN;
  search(0, list.childElementCount);
});
window.addEventListener("popstate", () => {
  restore();
  start();
});
get(place.dataset.index).catch(() => {});  // before the first word is typed
restore();
if (field.value || orders.value || chosen().size) start();
