import { rabbit } from "../../lib/rabbitmq.js";
import { giveUp, guest, stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const peer = stompClient(scene, { connectHeaders: { ...guest, passcode: "guess" } });
  await peer.take("ERROR");
  await giveUp(peer, 500);
}

export default {
  title: "STOMP: a wrong passcode, and RabbitMQ answers CONNECT with ERROR",
  description: `
RabbitMQ leaves the WebSocket open after its ERROR. The client closes it half a second later.`,
  port: 3835,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
