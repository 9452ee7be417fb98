import { rabbit } from "../../lib/rabbitmq.js";
import { giveUp, stompClient } from "../../lib/stomp.js";

const attempts = [
  "HELLO\nto:you\n\nunknown command\0",
  "SEND\ndestination without a colon\n\nbody\0",
  "SEND\ndestination:/queue/q\nnote:bad\\tescape\n\nbody\0",
  '{"type":"hello"}\0',
];

async function client(scene) {
  for (const [i, text] of attempts.entries()) {
    const peer = stompClient(scene, { log: scene.log.of(i + 1) });
    await peer.take("CONNECTED");
    peer.sendRaw(text);
    await giveUp(peer, 500);
  }
}

export default {
  title: "STOMP: frames that RabbitMQ cannot take: an unknown command, a header without a colon, a bad escape, JSON",
  description: `
Four clients that connect properly and send one bad frame each. RabbitMQ answers the unknown command with ERROR and leaves the
WebSocket open; for the second and third frame it closes with 1007 and its parser's error as the reason, without ERROR; for the
fourth, where a NUL comes in place of the command's end, it does nothing. The client closes after half a second where RabbitMQ
does not.`,
  port: 3838,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
