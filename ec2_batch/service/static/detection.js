// What an upload was found to be: of each file its encoding, and which column is which field.

import { find, make, say, show } from "./dom.js";

const ENCODINGS = {
  "utf-8": "UTF-8",
  "utf-8-sig": "UTF-8, with a mark",
  "utf-16": "UTF-16",
  "utf-32": "UTF-32",
  cp1252: "Windows-1252",
};
const DELIMITERS = { ",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars" };

let shown = null; // the finding on the page, as JSON

/** Show how each file was read, as soon as that is known. */
export function showDetection(found) {
  const text = JSON.stringify(found);
  show(find("#detection"), found !== null);
  if (found === null || text === shown) return;
  shown = text;
  find("#detection .files").replaceChildren(...(found.files ?? [found]).map(readFile));
}

function readFile(found) {
  const made = find("#detection template").content.firstElementChild.cloneNode(true);
  const suggested = new Map(found.didYouMean.map(({ header, field }) => [header, field]));
  find(".facts", made).append(...facts(found).flatMap(fact));
  find("tbody", made).append(
    ...found.columns.map(readColumn),
    ...found.ignored.map((header) => unreadColumn(header, suggested.get(header))),
  );
  const details = find("details", made);
  const isWide = matchMedia("(min-width: 941px)").matches;
  details.open = suggested.size > 0 || (isWide && !found.file);
  say(find("summary", made), columnCount(found));
  show(find("h3", made), Boolean(found.file));
  if (found.file) nameFile(made, found.file);
  return made;
}

/** Name one file of several, and leave all that is said of it to whoever opens it. */
function nameFile(made, name) {
  say(find("h3", made), name);
  find("summary", made).after(find(".facts", made));
  find(".scroll", made).setAttribute("aria-label", `Columns of ${name}`);
}

function facts(found) {
  return [
    ["Encoding", ENCODINGS[found.encoding] ?? found.encoding],
    ["Divided by", DELIMITERS[found.delimiter] ?? found.delimiter],
    ["Lines end with", found.lineEnd],
    ["Header on line", String(found.headerLine)],
  ];
}

const fact = ([name, value]) => [make("dt", {}, name), make("dd", {}, value)];

function columnCount({ columns, ignored }) {
  const all = columns.length + ignored.length;
  if (ignored.length === 0) return all === 1 ? "The one column is read" : `All ${all} columns are read`;
  return `${columns.length} of ${all} columns are read`;
}

function readColumn({ header, field, confidence, dateOrder }) {
  const surely = `${Math.round(confidence * 100)} %`;
  const dates = dateOrder ? [make("span", { className: "hint" }, ` as ${dateOrder}`)] : [];
  return make(
    "tr",
    {},
    make("td", {}, make("code", {}, header)),
    make("td", {}, make("code", {}, field), ...dates),
    make("td", { className: "number" }, surely),
  );
}

function unreadColumn(header, meant) {
  const question = `not read. Did you mean ${meant}?`;
  const words = make("span", { className: meant ? "doubt" : "hint" }, meant ? question : "not read");
  return make(
    "tr",
    {},
    make("td", {}, make("code", {}, header)),
    make("td", { colSpan: 2 }, words),
  );
}
