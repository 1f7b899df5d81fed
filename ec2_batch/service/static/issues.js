// The rows of an import that are to be mended: a page at a time, or all as a file.

import { ApiError, ask, IMPORT_ISSUES } from "./api.js";
import { csv, download } from "./csv.js";
import { count, find, make, plural, say, show } from "./dom.js";
import { attempt } from "./trouble.js";

const ON_A_PAGE = 25;
const ON_A_FETCH = 100; // the most that the API gives at once

let shown = null; // what is needed of the import that is looked at
let starts = [undefined]; // cursor before each page that was visited
let next = null; // cursor of the page after the present one

/** Make the buttons under the table work. */
export function prepareIssues() {
  const [previous, following] = document.querySelectorAll("#job .pages button");
  previous.addEventListener("click", () => {
    starts.pop();
    attempt(showPage);
  });
  following.addEventListener("click", () => {
    starts.push(next);
    attempt(showPage);
  });
  find("#job .download").addEventListener("click", () => attempt(downloadAll));
}

/** Forget the import that was looked at before. */
export function clearIssues() {
  shown = null;
  show(find("#job .issues"), false);
}

/** Show the first page of an import's issues, unless it is shown already. */
export function showIssues(job) {
  if (shown?.id === job.id && shown.rejected === job.rowsRejected) return;
  shown = {
    id: job.id,
    rejected: job.rowsRejected,
    fileName: job.fileName,
    message: job.message,
  };
  starts = [undefined];
  attempt(showPage);
}

async function showPage() {
  const { id } = shown;
  const after = starts.at(-1);
  const { nodes, pageInfo, totalCount } = await page(id, ON_A_PAGE, after);
  if (shown?.id !== id) return; // another import was opened meanwhile
  next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  // What is wrong with the file as a whole is said above the table already.
  const news = nodes.some((issue) => issue.line > 0 || issue.message !== shown.message);
  show(find("#job .issues"), news);
  find("#job .issues tbody").replaceChildren(...nodes.map(row));
  const [previous, following] = document.querySelectorAll("#job .pages button");
  previous.disabled = starts.length === 1;
  following.disabled = !next;
  show(find("#job .pages"), starts.length > 1 || next !== null);
  const before = (starts.length - 1) * ON_A_PAGE;
  const all = `${count(totalCount.value)}${totalCount.exact ? "" : " and more"}`;
  say(find("#job .pages .hint"), `${count(before + 1)} to ${count(before + nodes.length)} of ${all}`);
  say(find("#job .issues .card-head .hint"), plural(shown.rejected, "row"));
}

function row(issue) {
  const where = issue.line === 0 ? "The file" : count(issue.line);
  const value = issue.value === null ? "" : make("code", {}, issue.value);
  return make(
    "tr",
    {},
    make("td", { className: "number" }, where),
    make("td", {}, issue.columnName ?? ""),
    make("td", { className: "value" }, value),
    make("td", { className: "message" }, issue.message),
  );
}

async function page(id, first, after) {
  const { importJob } = await ask(IMPORT_ISSUES, { id, first, after });
  if (!importJob) throw new ApiError("This import is no longer there.");
  return importJob.issues;
}

async function downloadAll() {
  const { id, fileName } = shown;
  const button = find("#job .download");
  const rows = [["line", "column", "value", "code", "message"]];
  button.disabled = true;
  try {
    for (let after, more = true; more; ) {
      const { nodes, pageInfo } = await page(id, ON_A_FETCH, after);
      rows.push(...nodes.map((n) => [n.line, n.columnName, n.value, n.code, n.message]));
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor;
    }
    download(`${fileName.replace(/\.[^.]*$/, "")}-rows-to-mend.csv`, csv(rows));
  } finally {
    button.disabled = false;
  }
}
