// What applying an import would do, by file and kind of record.

import { count, find, make, plural, say, show } from "./dom.js";
import { recordName } from "./record-names.js";

const NUMBERS = ["rows", "create", "update", "deactivate", "unchanged", "rejected", "overwritten"];

/** Add up one number of a plan. */
export const total = (plan, name) => plan.reduce((sum, entry) => sum + entry[name], 0);

/** Count the records that applying a plan would write. */
export const toWrite = (plan) =>
  total(plan, "create") + total(plan, "update") + total(plan, "deactivate");

/** Show the plan of an import that waits to be applied. */
export function showPlan({ state, plan }) {
  const waiting = state === "READY";
  // Of one file with one kind of record, the numbers above say it all.
  show(find("#plan"), waiting && plan.length > 1);
  find("#plan tbody").replaceChildren(...plan.map(row));
  const edited = total(plan, "overwritten");
  show(find("#job .by-hand"), waiting && edited > 0);
  say(find("#job .by-hand"), warning(edited));
}

function warning(edited) {
  const [are, them] = edited === 1 ? ["is", "it"] : ["are", "them"];
  return (
    `${plural(edited, "record")} that ${are} to be changed ${edited === 1 ? "was" : "were"} edited by` +
    ` hand since an import last wrote ${them}: look at the changes marked below before you apply.`
  );
}

function row(entry) {
  return make(
    "tr",
    {},
    make("td", {}, entry.file),
    make("td", {}, recordName(entry.entity)),
    ...NUMBERS.map((name) => number(entry[name])),
  );
}

const number = (value) =>
  make("td", { className: `number${value === 0 ? " zero" : ""}` }, count(value));
