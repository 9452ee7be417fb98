import { rabbit } from "../../lib/rabbitmq.js";
import { stompClient } from "../../lib/stomp.js";

const destination = "/queue/pictures";

async function client(scene) {
  const peer = stompClient(scene);
  await peer.take("CONNECTED");
  peer.subscribe(destination, { id: "0" });
  peer.client.publish({ destination, binaryBody: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]) });
  await peer.over;
}

export default {
  title: "STOMP: RabbitMQ sends a body that is no UTF-8 in a text message, and the client closes with 1007",
  description: `
The client sends the body in a binary message; RabbitMQ (\`web_stomp.ws_frame = text\`, its default) passes it on in a text one.
The client's WebSocket fails: 1007 on the wire, 1006 for its application.`,
  port: 3847,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
