// Reports: asked for here, written by the worker, downloaded when they are done.

import { ApiError, ask, change } from "./api.js";
import { ago, find, make, plural, say, show } from "./dom.js";
import { keepAsking } from "./polling.js";
import { reportState, showState } from "./states.js";
import { attempt } from "./trouble.js";

const REPORTS = `query Reports { reports { name title description } }`;

const REPORT_START = `mutation ReportStart($input: ReportStartInput!) {
  reportStart(input: $input) { reportJob { id } userErrors { code message } }
}`;

const REPORT_JOBS = `query ReportJobs {
  reportJobs(first: 5) { nodes { id report state progress rowsWritten createdAt url message } }
}`;

/** Make the report card work and keep its list up to date. */
export async function prepareReports() {
  const reports = (await attempt(() => ask(REPORTS)))?.reports ?? [];
  const titles = new Map(reports.map(({ name, title }) => [name, title]));
  const asking = keepAsking(async () => {
    const jobs = (await ask(REPORT_JOBS)).reportJobs.nodes;
    const items = jobs.map((job) => item(job, titles.get(job.report) ?? job.report));
    find("#reports .report-list").replaceChildren(...items);
    show(find("#reports .empty"), jobs.length === 0);
    return jobs.some(isMoving);
  });
  find("#reports .report-kinds").replaceChildren(
    ...reports.map((report) => kind(report, () => asking.now())),
  );
}

function kind({ name, title, description }, asked) {
  const words = make("div", {}, make("b", {}, title));
  words.append(make("span", { className: "hint" }, description));
  const says = { type: "button", className: "button", "aria-label": `Make it: ${title}` };
  const button = make("button", says, "Make it");
  button.addEventListener("click", async () => {
    button.disabled = true;
    await start(name);
    button.disabled = false;
    asked();
  });
  return make("div", { className: "report-kind" }, words, button);
}

async function start(report) {
  const problem = find("#reports .warning");
  try {
    say(problem, "");
    await change(REPORT_START, { input: { report } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    say(problem, error.message);
  }
}

const isMoving = (job) => reportState(job.state)[1] === "moving";

function item(job, title) {
  const state = make("span");
  showState(state, reportState(job.state));
  const facts = make("span", { className: "hint" }, ago(job.createdAt));
  if (job.url) facts.append(`, ${plural(job.rowsWritten, "row")}`);
  else if (job.message) facts.append(`: ${job.message}`);
  return make("li", {}, make("span", {}, make("b", {}, title), facts), end(job) ?? state);
}

function end(job) {
  if (job.state === "RUNNING") {
    return make("progress", { max: 100, value: job.progress, "aria-label": "Report" });
  }
  if (!job.url) return null;
  return make("a", { className: "button", href: job.url, download: "" }, "Download");
}
