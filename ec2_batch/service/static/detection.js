// What a file was found to be: its encoding, and which of its columns is which field.

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

/** Show how a file was read, as soon as that is known. */
export function showDetection(found) {
  const text = JSON.stringify(found);
  show(find("#detection"), found !== null);
  if (found === null || text === shown) return;
  shown = text;
  find("#detection .facts").replaceChildren(...facts(found).flatMap(fact));
  const suggested = new Map(found.didYouMean.map(({ header, field }) => [header, field]));
  find("#detection tbody").replaceChildren(
    ...found.columns.map(readColumn),
    ...found.ignored.map((header) => unreadColumn(header, suggested.get(header))),
  );
  const details = find("#detection details");
  details.open = suggested.size > 0 || matchMedia("(min-width: 941px)").matches;
  say(find("summary", details), columnCount(found));
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
