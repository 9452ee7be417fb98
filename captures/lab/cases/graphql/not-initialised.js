import { setTimeout as sleep } from "node:timers/promises";
import { openByHand, say, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

const query = { id: "1", type: "subscribe", payload: { query: '{ messages(room: "lobby") { id } }' } };

async function talkTo(scene, number, ...messages) {
  const socket = await openByHand({ ...scene, log: scene.log.of(number) });
  const over = closed(socket);
  for (const message of messages) say(socket, message);
  await over;
}

async function client(scene) {
  await talkTo(scene, 1, query);
  await talkTo(scene, 2, { type: "connection_init" }, query);
  await sleep(400);
}

export default {
  title: "GraphQL over WebSocket: subscribe before connection_ack, close code 4401",
  description: `
Both clients are the package ws. The first one sends no connection_init; the second one does not wait for its answer, which takes
the server of graphql-ws 300 ms (onConnect).`,
  port: 3814,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { numbered: true, onConnect: () => sleep(300) }),
  client,
};
