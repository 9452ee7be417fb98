import { setTimeout as sleep } from "node:timers/promises";
import { leave, stompBroker, stompClient } from "../../lib/stomp.js";

const news = "/topic/news";

async function client(scene) {
  const numbered = (n, options) => stompClient(scene, { log: scene.log.of(n), connectHeaders: {}, ...options });
  const reader = numbered(1, { heartbeatIncoming: 500 });
  await reader.take("CONNECTED");
  const subscription = reader.subscribe(news, { id: "news" });
  const writer = numbered(2, { heartbeatOutgoing: 500 });
  await writer.take("CONNECTED");

  writer.client.publish({ destination: news, body: "first" });
  await reader.take("MESSAGE");
  const body = JSON.stringify({ n: 2, text: "second" });
  writer.client.publish({ destination: news, body, headers: { "content-type": "application/json" } });
  await reader.take("MESSAGE");

  const transaction = writer.client.begin("t");
  writer.client.publish({ destination: news, body: "third", headers: { transaction: "t" } });
  await reader.take("MESSAGE");
  transaction.abort();

  await sleep(1300);
  subscription.unsubscribe();
  await leave(writer);
  await leave(reader);
}

export default {
  title: "STOMP over a WebSocket to a broker in Node: subprotocol v12.stomp, and version 1.1",
  description: `
The client @stomp/stompjs offers all versions; the broker (stomp-broker-js) takes the first subprotocol, v12.stomp, and speaks 1.1
all the same. One client reads, the other one writes; the broker sends heart-beats to the first, and the second one to the broker.
The broker copies the headers of a SEND into the MESSAGE, which has no \`message-id\`, and adds its own \`bytes_message\`. It
knows no transactions: the message of one that is aborted has been delivered before. It answers DISCONNECT with a receipt and
leaves it to the client to close.`,
  port: 3831,
  packages: ["stomp-broker-js", "@stomp/stompjs", "ws"],
  server: stompBroker({ heartbeat: [500, 500] }),
  client,
};
