// The operators' console: what of it is shown depends on what the viewer may do.

import { ask, VIEWER } from "./api.js";
import { find, show } from "./dom.js";
import { prepareFormats } from "./formats.js";
import { lookAt, prepareImports } from "./imports.js";
import { prepareIssues } from "./issues.js";
import { prepareReports } from "./reports.js";
import { openSession } from "./session.js";
import { attempt, complain } from "./trouble.js";
import { prepareUpload } from "./upload.js";

const NOBODY = "This token's bearer has no account at this school.";
const NOTHING = "Your role neither imports files nor makes reports. GraphiQL shows what you may see.";

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
  if (mayImport) {
    prepareIssues();
    prepareImports();
    prepareFormats();
    prepareUpload(lookAt);
  }
  if (mayReport) prepareReports();
  if (!mayImport && !mayReport) complain(NOTHING);
}
