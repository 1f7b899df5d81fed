// Apollo Server 5 with pg and DataLoader: written as the three of them document it.

import { createInterface } from "node:readline";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import pg from "pg";
import { Loaders } from "./apollo_loaders.mjs";
import { resolvers, typeDefs } from "./apollo_schema.mjs";

// Dates stay the text that they are in the database and in the answer.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const commitInTheEnd = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue: { client } }) {
        await client.query("COMMIT");
        client.release();
      },
    };
  },
};

createInterface({ input: process.stdin }).once("line", async (line) => {
  const { database_url, caller, pool_size } = JSON.parse(line);
  const pool = new pg.Pool({ connectionString: database_url, max: pool_size, min: pool_size });
  // One message begins the transaction and says who the caller is.
  const begin =
    `BEGIN; SELECT set_config('role', ${pg.escapeLiteral(caller.caller_role)}, true),` +
    ` set_config('app.subject', ${pg.escapeLiteral(caller.caller_subject)}, true)`;
  const server = new ApolloServer({
    typeDefs,
    resolvers,
    plugins: [commitInTheEnd],
    introspection: false,
    includeStacktraceInErrorResponses: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: "127.0.0.1" },
    context: async () => {
      const client = await pool.connect();
      await client.query(begin);
      return { client, loaders: new Loaders(client) };
    },
  });
  process.stdout.write(JSON.stringify({ port: Number(new URL(url).port) }) + "\n");
});
