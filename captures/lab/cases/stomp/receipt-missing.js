import { giveUp, stompBroker, stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const peer = stompClient(scene, { connectHeaders: {} });
  await peer.take("CONNECTED");
  peer.subscribe("/topic/news", { id: "news", receipt: "subscribed" });
  peer.client.publish({ destination: "/topic/news", body: "hello", headers: { receipt: "sent" } });
  await giveUp(peer, 2500);
}

export default {
  title: "STOMP: a client asks for receipts that a broker in Node never sends",
  description: `
stomp-broker-js answers neither SUBSCRIBE nor SEND with a RECEIPT, whatever their \`receipt\` says. The client closes the
WebSocket after 2.5 s.`,
  port: 3839,
  packages: ["stomp-broker-js", "@stomp/stompjs", "ws"],
  server: stompBroker({ alone: true }),
  client,
};
