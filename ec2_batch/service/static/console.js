// The operators' console: what of it is shown depends on what the viewer may do.

import { importInAddress, leadTo, onMove } from "./address.js";
import { ask } from "./api.js";
import { find, show } from "./dom.js";
import { prepareFormats } from "./formats.js";
import { prepareImports, refreshImports } from "./imports.js";
import { openJob, prepareJob } from "./job.js";
import { prepareReports } from "./reports.js";
import { openSession } from "./session.js";
import { attempt, complain } from "./trouble.js";
import { prepareUpload } from "./upload.js";

const VIEWER = `query Viewer { viewer { permissions } }`;
const NOBODY = "This token's bearer has no account at this school.";
const NOTHING = "Your role neither imports files nor makes reports. GraphiQL shows what you may see.";
const TITLE = document.title;

openSession(async () => {
  const answer = await attempt(() => ask(VIEWER));
  if (answer?.viewer) begin(answer.viewer.permissions);
  else if (answer) complain(NOBODY);
});

function begin(permissions) {
  const mayImport = permissions.includes("IMPORT");
  const mayReport = permissions.includes("REPORT");
  show(find("main"), mayImport || mayReport);
  show(find("#upload"), mayImport);
  show(find("#imports"), mayImport);
  show(find("#reports"), mayReport);
  if (mayImport) beginImports();
  if (mayReport) prepareReports();
  if (!mayImport && !mayReport) complain(NOTHING);
}

function beginImports() {
  prepareImports();
  prepareJob();
  prepareFormats();
  prepareUpload();
  for (const link of document.querySelectorAll("a.home")) leadTo(link, null);
  onMove(turn);
  if (importInAddress()) turn();
}

/** Turn to what the address names: an import, or the page with all of them. */
function turn() {
  const id = importInAddress();
  show(find("#home"), !id);
  openJob(id);
  if (id) return;
  document.title = TITLE;
  refreshImports();
}
