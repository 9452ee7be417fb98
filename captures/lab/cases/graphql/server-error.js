import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

function onSubscribe(context, id, { operationName }) {
  if (operationName === "Short") throw new Error("the database is gone");
  if (operationName === "Long") throw new Error("the database is gone; ".repeat(10));
}

const operations = [
  { query: "query Short { report }", operationName: "Short" },
  { query: "query Long { report }", operationName: "Long" },
  { query: "query Typo { messages(room: " },
];

async function client(scene) {
  for (const [i, operation] of operations.entries()) {
    const { run, over } = joinTransportWs({ ...scene, log: scene.log.of(i + 1) });
    run(operation);
    await over;
  }
}

export default {
  title: "GraphQL over WebSocket: the server of graphql-ws has an internal error, close code 4500",
  description: `
The reason is the message of the exception. Clients 1 and 2: onSubscribe throws, for client 2 with a message that is too long for a
reason. Client 3's query cannot be parsed, and that is an exception, too, unlike one that fails validation.`,
  port: 3819,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { numbered: true, onSubscribe }),
  client,
};
