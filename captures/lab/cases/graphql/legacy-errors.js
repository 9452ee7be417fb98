import { once } from "node:events";
import { joinLegacy, openByHand, say, serveLegacy } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

async function library(scene) {
  const { run, close, over } = joinLegacy(scene);
  await run({ query: "query Invalid { messages { id colour } }", operationName: "Invalid" });
  await run({ query: "query Typo { messages(room: " });
  await run({ query: "query Author($name: String!) { author(name: $name) }", variables: { name: "nobody" } });
  await run({ query: "subscription { faulty }" });
  close();
  await over;
}

async function byHand(scene) {
  const socket = await openByHand(scene, ["graphql-ws"]);
  const over = closed(socket);
  socket.send("hello");
  await once(socket, "message");
  say(socket, { id: "1", type: "subscribe", payload: { query: '{ messages(room: "lobby") { id } }' } });
  await once(socket, "message");
  socket.close(1000);
  await over;
}

async function client(scene) {
  await library({ ...scene, log: scene.log.of(1) });
  await byHand({ ...scene, log: scene.log.of(2) });
}

export default {
  title: "GraphQL over WebSocket, the older subprotocol: operations that fail, and messages that are none",
  description: `
Client 1 by operation: 1 fails validation: data with errors, and complete. 2 cannot be parsed: error. 3 has a resolver that throws:
data with errors, and complete. The source of subscription 4 throws after two results: error. Client 2, the package ws, sends text
that is not JSON and gets connection_error; then subscribe of the newer subprotocol, and gets error. Its WebSocket stays open, until
it closes with 1000 itself.`,
  port: 3824,
  packages: ["subscriptions-transport-ws", "graphql", "ws"],
  server: (scene) => serveLegacy(scene, { numbered: true }),
  client,
};
