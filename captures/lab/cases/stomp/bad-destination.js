import { rabbit } from "../../lib/rabbitmq.js";
import { setTimeout as sleep } from "node:timers/promises";
import { leave, stompClient } from "../../lib/stomp.js";

async function client(scene) {
  const connected = async (n) => {
    const peer = stompClient(scene, { log: scene.log.of(n) });
    await peer.take("CONNECTED");
    return peer;
  };
  const sender = await connected(1);
  sender.client.publish({ destination: "/nowhere/at/all", body: "hello" });
  await sender.take("ERROR");
  await sleep(300);
  await leave(sender);

  const subscriber = await connected(2);
  subscriber.subscribe("/exchange/unknown/key", { id: "s", receipt: "subscribed" });
  await subscriber.over;
}

export default {
  title: "STOMP: SEND to a destination that RabbitMQ does not know, and SUBSCRIBE to an exchange that does not exist",
  description: `
The first client sends to a destination of no kind that RabbitMQ knows, the second one subscribes to an exchange that does not
exist and asks for a receipt. RabbitMQ answers the first with ERROR and leaves the WebSocket open; the client leaves with
DISCONNECT. At the second RabbitMQ closes with 1000, "STOMP died", and sends neither ERROR nor RECEIPT.`,
  port: 3836,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
