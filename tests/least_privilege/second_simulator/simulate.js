// Reads requests with their policies from standard input, as JSON; writes a decision for each.
import { readFileSync } from "node:fs";
import { runSimulation } from "@cloud-copilot/iam-simulate";

const asked = JSON.parse(readFileSync(0, "utf8"));
const decisions = [];
for (const { role, action, resource, context, identity, theirs, account } of asked) {
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${account}:role/${role}`,
        action,
        resource: { resource, accountId: account },
        contextVariables: context,
      },
      identityPolicies: [{ name: role, policy: policy(identity) }],
      resourcePolicy: theirs.length ? policy(theirs) : undefined,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  decisions.push(answer.overallResult ?? answer.resultType ?? JSON.stringify(answer));
}
process.stdout.write(JSON.stringify(decisions));

function policy(Statement) {
  return { Version: "2012-10-17", Statement };
}
