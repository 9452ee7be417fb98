import { joinLegacy, joinTransportWs, openByHand, serveLegacy, serveTransportWs } from "../../lib/graphql.js";
import { closed } from "../../lib/websocket.js";

const legacyPort = 3817;

async function server(scene) {
  const stopTransportWs = await serveTransportWs(scene, { numbered: true });
  const log = { of: (number) => scene.log.of(number + 2) };
  const stopLegacy = await serveLegacy({ ...scene, log, port: legacyPort }, { numbered: true });
  return () => {
    stopTransportWs();
    stopLegacy();
  };
}

async function client(scene) {
  const as = (number) => ({ ...scene, log: scene.log.of(number) });
  await joinLegacy(as(1)).over;
  await closed(await openByHand(as(2), []));
  await joinTransportWs({ ...as(3), port: legacyPort }).over;
}

export default {
  title: "GraphQL over WebSocket: clients and servers of different subprotocols",
  description: `
Client 1 speaks the older graphql-ws and client 2 (the package ws) names no subprotocol: the server of graphql-ws accepts their
WebSockets without one, then closes with 4406. Client 1 does not see that: by the rules of WebSocket it fails at the 101, since
that names none of its subprotocols. Client 3 speaks graphql-transport-ws to subscriptions-transport-ws (port 3817), which accepts
that subprotocol and closes with 1002 at once.`,
  port: 3816,
  ports: [3816, legacyPort],
  packages: ["graphql-ws", "subscriptions-transport-ws", "graphql", "ws"],
  server,
  client,
};
