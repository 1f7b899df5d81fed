// The list of imports, each with a link to it.

import { addressOf, importInAddress, leadTo } from "./address.js";
import { ago, count, find, make, show } from "./dom.js";
import { listImports } from "./import-queries.js";
import { keepAsking } from "./polling.js";
import { hasWritten, importState, isMoving, showState } from "./states.js";

const OUTCOMES = ["rowsCreated", "rowsUpdated", "rowsUnchanged", "rowsDeactivated"];
const A_FEW = 10;
const MOST = 100; // that the API gives at once

let wanted = A_FEW;
let asking = null;

/** Show the imports and keep them up to date while they are on the screen. */
export function prepareImports() {
  asking = keepAsking(async () => {
    if (importInAddress()) return false;
    const { nodes: jobs, pageInfo } = await listImports(wanted);
    list(jobs);
    show(find("#imports .more"), pageInfo.hasNextPage && wanted < MOST);
    return jobs.some(isMoving);
  });
  find("#imports .more").addEventListener("click", () => {
    wanted = Math.min(wanted + 3 * A_FEW, MOST);
    asking.now();
  });
}

/** Ask at once, because the list has come back to the screen. */
export const refreshImports = () => asking.now();

function list(jobs) {
  show(find("#imports .scroll"), jobs.length > 0);
  show(find("#imports .nothing"), jobs.length === 0);
  const focused = document.activeElement?.dataset.job;
  find("#imports tbody").replaceChildren(...jobs.map(row));
  if (focused) find(`#imports [data-job="${CSS.escape(focused)}"]`)?.focus();
}

function row(job) {
  const file = make("a", { href: addressOf(job.id), "data-job": job.id }, job.fileName);
  leadTo(file, job.id);
  return make(
    "tr",
    {},
    make("td", {}, file),
    make("td", {}, state(job)),
    number(job.rowsTotal, job.rowsTotal > 0),
    ...OUTCOMES.map((name) => number(job[name], hasWritten(job))),
    number(job.rowsRejected, job.rowsTotal > 0),
    make("td", { className: "when" }, ago(job.createdAt)),
  );
}

function state(job) {
  const badge = make("span");
  const [label, kind] = importState(job);
  const far = kind === "moving" && job.progress !== null && job.state !== "UNDOING";
  showState(badge, [far ? `${label}, ${job.progress} %` : label, kind]);
  return badge;
}

function number(value, known) {
  if (!known) return make("td", { className: "number zero" }, "–");
  return make("td", { className: `number${value === 0 ? " zero" : ""}` }, count(value));
}
