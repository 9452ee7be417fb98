import { joinTransportWs, serveTransportWs } from "../../lib/graphql.js";

// An application that writes to the socket by itself.
function onConnect({ connectionParams: { early, late }, extra: { socket } }) {
  if (early) socket.send(early);
  if (late) setTimeout(() => socket.send(late), 100);
}

const sent = [{ early: '{"id":"1","type":"next","payload":{"data":null}}' }, { late: "oops" }, { late: '{"type":"ka"}' }];

async function client(scene) {
  for (const [i, connectionParams] of sent.entries()) {
    await joinTransportWs({ ...scene, log: scene.log.of(i + 1) }, { connectionParams }).over;
  }
}

export default {
  title: "GraphQL over WebSocket: a server sends what its client cannot take, and the client closes with 4004",
  description: `
The server's application writes to its WebSockets by itself: next before connection_ack, text that is not JSON, and ka of the older
subprotocol. The client of graphql-ws gives its exception's message as reason, and logs what it cannot take only as that error.`,
  port: 3825,
  packages: ["graphql-ws", "graphql", "ws"],
  server: (scene) => serveTransportWs(scene, { numbered: true, onConnect }),
  client,
};
