// One import: from its file to its records, as far as it has come.

import { clearChanges, prepareChanges, showChanges } from "./changes.js";
import { showDetection } from "./detection.js";
import { ago, find, say, show } from "./dom.js";
import { formatTitle } from "./formats.js";
import { findImport } from "./import-queries.js";
import { clearIssues, prepareIssues, showIssues } from "./issues.js";
import { forgetActions, movedOn, prepareActions, showActions } from "./job-actions.js";
import { showOutcomes } from "./outcomes.js";
import { showPlan } from "./plan.js";
import { keepAsking } from "./polling.js";
import { showProgress } from "./progress.js";
import { importState, isCompared, isMoving, showState } from "./states.js";

const GONE = "There is no import at this address, or it is not for you to see.";

let opened = null; // id of the import that is looked at
let settled = null; // what was last true of its plan and its issues
let asking = null;

/** Make the page of an import work. */
export function prepareJob() {
  prepareChanges();
  prepareIssues();
  prepareActions({ moved: draw, again: () => asking.now() });
  asking = keepAsking(async () => {
    const id = opened;
    if (!id) return false;
    const job = await findImport(id);
    if (id !== opened) return false;
    say(find("#no-job [role=alert]"), job ? "" : GONE);
    show(find("#no-job"), !job);
    if (!job) return false;
    draw(job);
    return isMoving(job);
  });
}

/** Turn to an import, or away from it for null. */
export function openJob(id) {
  opened = id;
  settled = null;
  show(find("#job"), false);
  show(find("#no-job"), false);
  clearChanges();
  clearIssues();
  forgetActions();
  if (id) asking.now();
}

function draw(job) {
  const first = find("#job").hidden;
  drawHead(job);
  showProgress(job);
  showOutcomes(job);
  showActions(job);
  showDetection(job.detection);
  const now = [job.state, job.planHash, job.finishedAt].join();
  if (now !== settled) {
    settled = now;
    showPlan(job);
    showChanges(job);
    showIssues(job);
  }
  show(find("#job"), true);
  if (first) arrive();
}

function drawHead(job) {
  say(find("#job-title"), job.fileName);
  document.title = `${job.fileName} · Student Cloud`;
  showState(find("#job .state"), importState(job));
  const about = [formatTitle(job.format), job.deactivateMissing && "the whole list"];
  const words = about.filter(Boolean).map((word) => `${word}, `);
  find("#job .about").replaceChildren(...words, "asked for ", ago(job.createdAt));
  const sentence = find("#job .sentence");
  sentence.classList.toggle("notice", movedOn(job));
  say(sentence, sentenceOf(job));
}

function sentenceOf(job) {
  if (job.message) return job.message;
  if (job.state === "AWAITING_UPLOAD") return "The file has not arrived yet.";
  if (job.state === "VALIDATING") return "The file is being read. Nothing is written yet.";
  if (isCompared(job)) return "The records are compared with what you saw. Nothing is written yet.";
  if (job.state === "APPLYING") return "Good rows are being written into the records.";
  if (job.state === "UNDOING") return "What this import has written is being taken back.";
  return "";
}

/** Begin at the top of the page, for eyes and for ears. */
function arrive() {
  find("#job-title").focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}
