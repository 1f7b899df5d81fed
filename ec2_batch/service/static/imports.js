// The list of imports, and the one that is looked at.

import { ask, IMPORT_JOB_BY_ID, IMPORT_JOBS } from "./api.js";
import { ago, count, find, make, show } from "./dom.js";
import { openJob, refreshJob } from "./job.js";
import { keepAsking } from "./polling.js";
import { importState, isMoving, showState } from "./states.js";
import { attempt } from "./trouble.js";

const COUNTS = ["rowsTotal", "rowsCreated", "rowsUpdated", "rowsUnchanged", "rowsRejected"];

const A_FEW = 10;
const MOST = 100; // that the API gives at once

let wanted = A_FEW;
let opened = null; // id of the job that is looked at
let asking = null;

/** Show the imports and keep them up to date. */
export function prepareImports() {
  asking = keepAsking(async () => {
    const { nodes: jobs, pageInfo } = (await ask(IMPORT_JOBS, { first: wanted })).importJobs;
    list(jobs);
    show(find("#imports .more"), pageInfo.hasNextPage && wanted < MOST);
    if (opened) refreshJob(jobs.find((job) => job.id === opened) ?? (await one(opened)));
    return jobs.some(isMoving);
  });
  find("#imports .more").addEventListener("click", () => {
    wanted = Math.min(wanted + 3 * A_FEW, MOST);
    asking.now();
  });
  find("#job .close").addEventListener("click", () => {
    show(find("#job"), false);
    find(`#imports [data-job="${CSS.escape(opened)}"]`)?.focus();
    opened = null;
    markOpened();
  });
}

/** Look at one import, such as the one just uploaded. */
export function lookAt(id) {
  opened = id;
  attempt(async () => openJob(await one(id)));
  markOpened();
  asking.now();
}

const one = async (id) => (await ask(IMPORT_JOB_BY_ID, { id })).importJob;

function list(jobs) {
  show(find("#imports .scroll"), jobs.length > 0);
  show(find("#imports .nothing"), jobs.length === 0);
  const focused = document.activeElement?.dataset.job;
  find("#imports tbody").replaceChildren(...jobs.map(row));
  if (focused) find(`#imports [data-job="${CSS.escape(focused)}"]`)?.focus();
  markOpened();
}

function row(job) {
  const state = make("span");
  showState(state, importState(job.state));
  const file = make("button", { type: "button", className: "link" }, job.fileName);
  file.dataset.job = job.id;
  file.addEventListener("click", () => lookAt(job.id));
  const cells = COUNTS.map((name) => {
    const waiting = job.rowsTotal === 0 && isMoving(job);
    const zero = job[name] === 0 ? " zero" : "";
    return make("td", { className: `number${zero}` }, waiting ? "…" : count(job[name]));
  });
  const made = [make("td", {}, file), make("td", {}, state), ...cells];
  return make("tr", {}, ...made, make("td", { className: "when" }, ago(job.createdAt)));
}

function markOpened() {
  for (const button of document.querySelectorAll("#imports [data-job]")) {
    const current = button.dataset.job === opened;
    button.closest("tr").classList.toggle("opened", current);
    button.setAttribute("aria-pressed", String(current));
  }
}
