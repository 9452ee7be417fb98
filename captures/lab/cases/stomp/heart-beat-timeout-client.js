import { setTimeout as sleep } from "node:timers/promises";
import { rabbit } from "../../lib/rabbitmq.js";
import { standStill } from "../../lib/stop.js";
import { stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const peer = stompClient(scene, { heartbeatIncoming: 1000, heartbeatOutgoing: 1000 });
  await peer.take("CONNECTED");
  await sleep(1200);
  await standStill(6000);
  await peer.over;
}

export default {
  title: "STOMP: the client's process is stopped, and RabbitMQ closes for want of heart-beats",
  description: `
Heart-beats every 1000 ms in both directions. The client is stopped (SIGSTOP) for six seconds after 1.2 s. RabbitMQ
closes with 1000, "STOMP died"; the client answers when it is continued.`,
  port: 3841,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
