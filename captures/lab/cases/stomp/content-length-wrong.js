import { setTimeout as sleep } from "node:timers/promises";
import { leave, stompBroker, stompClient } from "../../lib/stomp.js";

const news = "/topic/news";

async function client(scene) {
  const peer = stompClient(scene, { log: scene.log.of(1), connectHeaders: {} });
  await peer.take("CONNECTED");
  peer.subscribe(news, { id: "news" });
  const writer = stompClient(scene, { log: scene.log.of(2), connectHeaders: {} });
  await writer.take("CONNECTED");
  for (const body of ["premier", "première", "fini"]) {
    writer.client.publish({ destination: news, body });
    await peer.take("MESSAGE");
    await sleep(50);
  }
  await leave(writer);
  await leave(peer);
}

export default {
  title: "STOMP: a broker that counts characters, not bytes, for content-length",
  description: `
stomp-broker-js counts the characters of "première" (8) for a body of 9 bytes: where its NUL should be is the last letter. The
client @stomp/stompjs takes 8 bytes as the body, drops the ninth for the NUL, and passes over the NUL that follows.`,
  port: 3846,
  packages: ["stomp-broker-js", "@stomp/stompjs", "ws"],
  server: stompBroker(),
  client,
};
