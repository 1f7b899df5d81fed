// Reports: asked for here, written by the worker, downloaded when they are done.

import { ApiError, change, REPORT_JOBS, REPORT_START, ask } from "./api.js";
import { ago, find, make, plural, say, show } from "./dom.js";
import { keepAsking } from "./polling.js";
import { reportState, showState } from "./states.js";

/** Make the report card work and keep its list up to date. */
export function prepareReports() {
  const asking = keepAsking(async () => {
    const jobs = (await ask(REPORT_JOBS)).reportJobs.nodes;
    find("#reports .report-list").replaceChildren(...jobs.map(item));
    show(find("#reports .empty"), jobs.length === 0);
    return jobs.some(isMoving);
  });
  find("#reports .primary").addEventListener("click", async ({ target }) => {
    const problem = find("#reports .warning");
    target.disabled = true;
    try {
      say(problem, "");
      await change(REPORT_START, { input: { report: "ROSTER" } });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say(problem, error.message);
    } finally {
      target.disabled = false;
    }
    asking.now();
  });
}

const isMoving = (job) => reportState(job.state)[1] === "moving";

function item(job) {
  const state = make("span");
  showState(state, reportState(job.state));
  const name = job.report.charAt(0) + job.report.slice(1).toLowerCase();
  const facts = make("span", { className: "hint" }, ago(job.createdAt));
  if (job.url) facts.append(`, ${plural(job.rowsWritten, "row")}`);
  else if (job.message) facts.append(`: ${job.message}`);
  return make("li", {}, make("span", {}, make("b", {}, name), facts), end(job) ?? state);
}

function end(job) {
  if (job.state === "RUNNING") {
    return make("progress", { max: 100, value: job.progress, "aria-label": "Report" });
  }
  if (!job.url) return null;
  return make("a", { className: "button", href: job.url, download: "" }, "Download");
}
