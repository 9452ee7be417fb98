import { rabbit } from "../../lib/rabbitmq.js";
import { giveUp, stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const peer = stompClient(scene, { versions: ["9.9"], protocols: ["v12.stomp"] });
  await peer.take("ERROR");
  await giveUp(peer, 500);
}

export default {
  title: "STOMP: a client that accepts version 9.9 only, and RabbitMQ answers with its own versions",
  description: `
The subprotocol is v12.stomp all the same. RabbitMQ leaves the WebSocket open after its ERROR; the client closes it half a second
later.`,
  port: 3837,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
