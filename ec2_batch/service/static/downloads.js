// What an import's issues are taken away as: a list of them, or the rows themselves to be mended.

import { ApiError } from "./api.js";
import { csv, download } from "./csv.js";
import { count, find, make, say, show } from "./dom.js";
import { issuePage, rejectedRows } from "./import-queries.js";
import { attempt } from "./trouble.js";

const ON_A_FETCH = 100; // the most that the API gives at once
const HEADER = ["file", "line", "column", "value", "code", "message"];
const NO_LONGER = "The rejected rows are no longer kept: import the file again to get them.";

let shown = null; // the import that is looked at

/** Make the buttons work. */
export function prepareDownloads() {
  find("#issues .download").addEventListener("click", () => attempt(downloadIssues));
  find("#issues .rows-back").addEventListener("click", () => attempt(downloadRows));
}

/** Show what of an import there is to download. */
export async function showDownloads(job) {
  shown = job;
  offerRows(false);
  if (!job.finishedAt || job.rowsRejected === 0) return;
  const url = await attempt(() => rejectedRows(job.id));
  if (shown === job) offerRows(Boolean(url));
}

function offerRows(there) {
  show(find("#issues .rows-back"), there);
  show(find("#issues .rows-hint"), there);
}

/** Follow an address that is good for minutes, and so is asked for anew each time. */
async function downloadRows() {
  const href = await rejectedRows(shown.id);
  if (!href) throw new ApiError(NO_LONGER);
  make("a", { href, download: "" }).click();
}

async function downloadIssues() {
  const { id, fileName } = shown;
  const button = find("#issues .download");
  const label = button.textContent;
  const rows = [HEADER];
  button.disabled = true;
  try {
    for (let after, more = true; more; ) {
      const { nodes, pageInfo, totalCount } = await issuePage(id, ON_A_FETCH, after);
      rows.push(...nodes.map((n) => [n.file, n.line, n.columnName, n.value, n.code, n.message]));
      say(button, `${count(rows.length - 1)} of ${count(totalCount.value)} …`);
      more = pageInfo.hasNextPage;
      after = pageInfo.endCursor;
    }
    download(`${fileName.replace(/\.[^.]*$/, "")}-issues.csv`, csv(rows));
  } finally {
    say(button, label);
    button.disabled = false;
  }
}
