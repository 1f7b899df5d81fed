// What becomes of an import's rows, in a bar and in numbers: planned, or done.

import { count, find, make, show } from "./dom.js";
import { total } from "./plan.js";
import { hasWritten, isMoving } from "./states.js";

/** Show the numbers of the plan, or of what was written since. */
export function showOutcomes(job) {
  const outcomes = job.state === "READY" ? planned(job) : hasWritten(job) ? done(job) : [];
  // Records are put out of use only if that was asked for.
  const shown = outcomes.filter(([, , kind]) => kind !== "leaving" || job.deactivateMissing);
  show(find("#job .counts"), shown.length > 0);
  find("#job .counts").replaceChildren(...shown.map(tile));
  const parts = shown.filter(([number]) => number > 0);
  // While it moves, a bar above says how far it is, and two would be read as one.
  show(find("#job .bar"), parts.length > 0 && !isMoving(job));
  find("#job .bar").replaceChildren(...parts.map(part));
}

function planned({ plan }) {
  return [
    [total(plan, "create"), "To add", "new"],
    [total(plan, "update"), "To change", "changed"],
    [total(plan, "deactivate"), "To put out of use", "leaving"],
    [total(plan, "unchanged"), "Same as before", "same"],
    [total(plan, "rejected"), "Rejected", "rejected"],
  ];
}

function done(job) {
  return [
    [job.rowsCreated, "Added", "new"],
    [job.rowsUpdated, "Changed", "changed"],
    [job.rowsDeactivated, "Put out of use", "leaving"],
    [job.rowsUnchanged, "Same as before", "same"],
    [job.rowsRejected, "Rejected", "rejected"],
  ];
}

function tile([number, label, kind]) {
  const name = `tile ${kind}${number === 0 ? " zero" : ""}`;
  return make("div", { className: name }, make("dt", {}, label), make("dd", {}, count(number)));
}

function part([number, , kind]) {
  const made = make("span", { className: kind });
  made.style.flexGrow = number;
  return made;
}
