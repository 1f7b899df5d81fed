// One import: where it stands, what became of its rows, and which rows are to be mended.

import { count, find, make, plural, say, show } from "./dom.js";
import { clearIssues, showIssues } from "./issues.js";
import { importState, isMoving, showState } from "./states.js";

const OUTCOMES = [
  ["rowsCreated", "New", "new"],
  ["rowsUpdated", "Changed", "changed"],
  ["rowsUnchanged", "Same as before", "same"],
  ["rowsRejected", "Rejected", "rejected"],
];

/** Open the card of an import. */
export function openJob(job) {
  clearIssues();
  refreshJob(job);
  show(find("#job"), true);
  find("#job-title").focus({ preventScroll: true });
  find("#job").scrollIntoView({ block: "nearest" });
}

/** Show what is now true of the import in the card. */
export function refreshJob(job) {
  if (!job) return;
  const card = find("#job");
  say(find("#job-title"), job.fileName);
  showState(find(".state", card), importState(job.state));
  say(find(".sentence", card), sentence(job));
  show(find(".working", card), isMoving(job));
  show(find(".counts", card), job.rowsTotal > 0);
  find(".counts", card).replaceChildren(...OUTCOMES.map((outcome) => tile(job, outcome)));
  showBar(find(".bar", card), job);
  if (!isMoving(job)) showIssues(job);
}

function sentence(job) {
  if (job.message) return job.message;
  const landed = job.rowsCreated + job.rowsUpdated + job.rowsUnchanged;
  if (job.state === "AWAITING_UPLOAD") return "The file has not arrived yet.";
  if (isMoving(job) && job.rowsTotal === 0) return "The file is being read.";
  if (isMoving(job)) return `${plural(job.rowsTotal, "row")} so far.`;
  if (job.rowsRejected === 0) return `All ${plural(landed, "row")} are in the records.`;
  return (
    `${count(landed)} of ${plural(job.rowsTotal, "row")} are in the records;` +
    ` ${count(job.rowsRejected)} could not be used.`
  );
}

function tile(job, [field, label, kind]) {
  const zero = job[field] === 0 ? " zero" : "";
  return make(
    "div",
    { className: `tile ${kind}${zero}` },
    make("dt", {}, label),
    make("dd", {}, count(job[field])),
  );
}

function showBar(bar, job) {
  const known = OUTCOMES.filter(([field]) => job[field] > 0);
  show(bar, known.length > 0);
  bar.replaceChildren(
    ...known.map(([field, , kind]) => {
      const part = make("span", { className: kind });
      part.style.flexGrow = job[field];
      return part;
    }),
  );
}
