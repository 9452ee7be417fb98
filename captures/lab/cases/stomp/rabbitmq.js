import { setTimeout as sleep } from "node:timers/promises";
import { rabbit } from "../../lib/rabbitmq.js";
import { leave, stompClient } from "../../lib/stomp.js";

const destination = "/queue/orders";
const json = { "content-type": "application/json" };
const order = (n) => ({ destination, body: JSON.stringify({ n, what: "Käse", price: 2.5 * n }), headers: json });

async function client(scene) {
  const peer = stompClient(scene, { versions: ["1.2"], heartbeatIncoming: 500, heartbeatOutgoing: 500 });
  const { client, take } = peer;
  await take("CONNECTED");
  const subscription = peer.subscribe(destination, { id: "orders", ack: "client-individual", receipt: "subscribed" });
  await take("RECEIPT");

  client.publish({ ...order(1), headers: { ...json, receipt: "sent", "correlation-id": "c-1", note: "a:b\nc" } });
  (await take("MESSAGE")).ack();
  await take("RECEIPT");

  client.publish(order(2));
  (await take("MESSAGE")).nack();
  (await take("MESSAGE")).ack();

  const kept = client.begin("kept");
  client.publish({ ...order(3), headers: { ...json, transaction: kept.id } });
  await sleep(100);
  kept.commit();
  (await take("MESSAGE")).ack();

  const dropped = client.begin("dropped");
  client.publish({ ...order(4), headers: { ...json, transaction: dropped.id } });
  dropped.abort();

  await sleep(2300);
  subscription.unsubscribe({ receipt: "unsubscribed" });
  await take("RECEIPT");
  await leave(peer);
}

export default {
  title: "STOMP 1.2 over a WebSocket to RabbitMQ: receipts, acknowledgements, transactions, heart-beats",
  description: `
The client @stomp/stompjs subscribes with \`ack:client-individual\` and a receipt, and sends JSON to itself. It acknowledges the
first message; it rejects the second (NACK), which comes again and is acknowledged then. One transaction is committed, another one
aborted. The client asks for heart-beats every 500 ms; RabbitMQ answers 1000, and so they come in both directions. DISCONNECT asks
for a receipt; RabbitMQ closes the WebSocket instead (1000, "STOMP died"). It ends each frame with an LF after the NUL.`,
  port: 3830,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
