import { order } from "../../lib/orders.js";
import { rabbit } from "../../lib/rabbitmq.js";
import { stompClient } from "../../lib/stomp.js";

const destination = "/queue/jobs";

async function client(scene) {
  const peer = stompClient(scene);
  await peer.take("CONNECTED");
  peer.subscribe(destination, { id: "jobs", ack: "client" });
  peer.client.publish({ destination, body: "job 1" });
  await peer.take("MESSAGE");
  await order(scene, "kill");
  await peer.over;
}

export default {
  title: "STOMP: RabbitMQ's process is killed while a message waits for its acknowledgement",
  description: `
SIGKILL: no close frame. The client hears of it by code 1006.`,
  port: 3842,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
