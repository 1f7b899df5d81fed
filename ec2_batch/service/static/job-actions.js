// What an operator does with an import: apply it, cancel it, take it back.

import { ApiError } from "./api.js";
import { count, find, plural, say, show } from "./dom.js";
import { applyImport, cancelImport, undoImport } from "./import-queries.js";
import { toWrite } from "./plan.js";
import { agreed } from "./question.js";
import { recordName } from "./record-names.js";
import { canApply, canCancel, canUndo } from "./states.js";

let shown = null; // the import as it was last read
let seen = null; // planHash of what somebody has looked at
let busy = false;

/** Make the buttons work; `moved(job)` hears what came of them, `again()` reads the job again. */
export function prepareActions({ moved, again }) {
  const button = (name, act) =>
    find(`#job .${name}`).addEventListener("click", async () => {
      if (busy) return;
      busy = true;
      await attemptTo(() => act(shown), moved, again);
      busy = false;
    });
  button("apply", (job) => apply(job, false));
  button("cancel", ({ id }) => cancelImport(id));
  button("undo", undo);
}

async function attemptTo(act, moved, again) {
  const { id } = shown;
  const problem = find("#job .refusal");
  say(problem, "");
  try {
    const job = await act();
    if (!job || shown?.id !== id) return; // nothing was done, or another import is looked at
    moved(job);
    again(); // or what it has set in motion is seen only when the page would have asked anyway
    find("#job-title").focus({ preventScroll: true }); // the button may have gone
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (shown?.id === id) say(problem, error.message);
    again();
  }
}

/** Forget the import that was looked at before. */
export function forgetActions() {
  shown = seen = null;
  busy = false;
  say(find("#job .refusal"), "");
}

/** Tell whether an import waits with another plan than the one somebody has looked at. */
export const movedOn = (job) => canApply(job) && seen !== null && seen !== job.planHash;

/** Show what can be done with an import where it stands. */
export function showActions(job) {
  shown = job;
  if (canApply(job)) seen ??= job.planHash;
  show(find("#job .apply"), canApply(job));
  show(find("#job .cancel"), canCancel(job));
  show(find("#job .undo"), canUndo(job));
  say(find("#job .what-for"), canApply(job) ? purposeOf(job.plan) : "");
}

function purposeOf(plan) {
  const records = toWrite(plan);
  if (records === 0) return "Nothing to write: the records are as the file says.";
  return `Nothing is written yet. Applying writes ${plural(records, "record")}.`;
}

async function apply(job, confirmed) {
  seen = job.planHash;
  try {
    return await applyImport(job, confirmed);
  } catch (error) {
    const guard = error instanceof ApiError && error.of("DEACTIVATIONS_UNCONFIRMED");
    if (!guard) throw error;
    return (await mayLeave(guard.deactivations)) ? apply(job, true) : null;
  }
}

function mayLeave(deactivations) {
  const many = deactivations.reduce((sum, { records }) => sum + records, 0);
  return agreed({
    title: "So many records are not in the file",
    sentences: [
      ...deactivations.map(leaving),
      "If the file was cut short or is of one school only, go back: nothing has been written.",
    ],
    yes: `Put ${count(many)} out of use`,
    no: "Go back",
  });
}

function leaving({ entity, records, known }) {
  const share = Math.round((records / known) * 100);
  return `${count(records)} of ${count(known)} ${recordName(entity, known)}, ${share} %, would be put out of use.`;
}

async function undo(job) {
  const written = job.rowsCreated + job.rowsUpdated + job.rowsDeactivated;
  const yes = await agreed({
    title: "Take this import back?",
    sentences: [
      `${plural(written, "record")} that it wrote will be as they were before.`,
      "What somebody has changed or used since stays as it is, and is named.",
    ],
    yes: "Undo the import",
    no: "Keep it",
  });
  return yes ? undoImport(job.id) : null;
}
