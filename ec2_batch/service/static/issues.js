// What is wrong with an import's rows: by kind, and a page at a time.

import { count, find, make } from "./dom.js";
import { prepareDownloads, showDownloads } from "./downloads.js";
import { issueGroups, issuePage } from "./import-queries.js";
import { pagedTable } from "./pages.js";
import { isMoving } from "./states.js";
import { attempt } from "./trouble.js";

let table = null;
let shown = null; // the import that is looked at

/** Make the table of issues and its buttons work. */
export function prepareIssues() {
  table = pagedTable(find("#issues"), issuePage, row, count);
  prepareDownloads();
}

/** Forget the import that was looked at before. */
export function clearIssues() {
  shown = null;
  table.clear();
}

/** Show an import's issues once they are all known. */
export async function showIssues(job) {
  if (isMoving(job)) return clearIssues();
  shown = job;
  const groups = (await attempt(() => issueGroups(job.id))) ?? [];
  if (shown !== job) return;
  // What is wrong with the file as a whole is said above already.
  const news = groups.filter(({ first }) => first.line > 0 || first.message !== job.message);
  if (news.length === 0) return table.clear();
  find("#issues .groups").replaceChildren(...groups.map((each) => group(each, job)));
  // Before it is applied, the kinds say enough, and the changes come next.
  find("#issues details").open = job.state !== "READY";
  showDownloads(job);
  await table.open(job.id);
}

function group({ code, count: times, first }, job) {
  const example = [place(first, job), first.message].join(": ");
  return make(
    "li",
    {},
    make("b", { className: "times" }, count(times)),
    make("span", {}, make("b", {}, title(code)), make("span", { className: "hint" }, example)),
  );
}

/** Say a code in words: BAD_VALUE is “Bad value”. */
function title(code) {
  const words = code.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Say where an issue is, and in which file where an upload has several. */
function place({ file, line }, { fileName }) {
  if (line > 0) return `such as ${inFile(file, fileName)}line ${count(line)}`;
  return file === fileName ? "the file" : file;
}

const inFile = (file, fileName) => (file === fileName ? "" : `${file}, `);

const lineOf = ({ file, line }) =>
  inFile(file, shown.fileName) + (line > 0 ? count(line) : "–");

function row(issue) {
  const value = issue.value === null ? "" : make("code", {}, issue.value);
  return make(
    "tr",
    {},
    make("td", { className: "number" }, lineOf(issue)),
    make("td", {}, issue.columnName ?? ""),
    make("td", { className: "value" }, value),
    make("td", { className: "message" }, issue.message),
  );
}
