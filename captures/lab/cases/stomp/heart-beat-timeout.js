import { setTimeout as sleep } from "node:timers/promises";
import { order } from "../../lib/orders.js";
import { rabbit } from "../../lib/rabbitmq.js";
import { stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const peer = stompClient(scene, { heartbeatIncoming: 1000, heartbeatOutgoing: 1000 });
  await peer.take("CONNECTED");
  await sleep(1200);
  await order(scene, "stop");
  await sleep(4500);
  await order(scene, "continue");
  await peer.over;
}

export default {
  title: "STOMP: RabbitMQ's process is stopped, and the client closes for want of heart-beats",
  description: `
Heart-beats every 1000 ms in both directions. RabbitMQ is stopped (SIGSTOP) after 1.2 s; the client @stomp/stompjs tolerates twice
the interval and closes. RabbitMQ is continued 4.5 s later and answers the close frame then; until then the client
says every second that heart-beats are lost.`,
  port: 3840,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
