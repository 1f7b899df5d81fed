// PostGraphile 5: the API is made from the tables themselves, and Grafast plans each request.

import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

createInterface({ input: process.stdin }).once("line", async (line) => {
  const { database_url, caller, pool_size } = JSON.parse(line);
  const preset = {
    extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset, PgAggregatesPreset],
    // Otherwise what no index begins with can be neither filtered by nor followed.
    disablePlugins: ["PgIndexBehaviorsPlugin"],
    pgServices: [
      makePgService({
        connectionString: database_url,
        poolConfig: { max: pool_size, min: pool_size },
        schemas: ["public"],
        pubsub: false,
      }),
    ],
    grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
    grafast: {
      explain: false,
      context: {
        pgSettings: { role: caller.caller_role, "app.subject": caller.caller_subject },
      },
    },
  };
  const server = createServer();
  await postgraphile(preset).createServ(grafserv).addTo(server);
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(JSON.stringify({ port: server.address().port }) + "\n");
  });
});
