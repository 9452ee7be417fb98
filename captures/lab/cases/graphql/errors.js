import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

async function client(scene) {
  const { run, close, over } = joinTransportWs(scene);
  await run({ query: "query Invalid { messages { id colour } }", operationName: "Invalid" });
  await run({ query: 'query Author { author(name: "nobody") }', operationName: "Other" });
  await run({ query: "query Author($name: String!) { author(name: $name) }" });
  await run({ query: "query Author($name: String!) { author(name: $name) }", variables: { name: "nobody" } });
  await run({ query: "subscription { faulty }" });
  close();
  await over;
}

export default {
  title: "GraphQL over WebSocket: operations that fail, on a connection that lives on",
  description: `
By operation: 1 fails validation and 2 names an operation that is not there: both get error. 3 lacks a variable and 4 has a
resolver that throws: both get next with errors, and complete. The source of subscription 5 throws after two results: error, and
no complete. The client closes with 1000.`,
  port: 3808,
  packages: ["graphql-ws", "graphql", "ws"],
  server: serveTransportWs,
  client,
};
