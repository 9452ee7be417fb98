import { setTimeout as sleep } from "node:timers/promises";
import { rabbit } from "../../lib/rabbitmq.js";
import { giveUp, leave, stompClient } from "../../lib/stomp.js";

const destination = "/queue/tasks";
const tasks = ["first", "second", "third"];

async function client(scene) {
  const forgetful = stompClient(scene, { log: scene.log.of(1) });
  await forgetful.take("CONNECTED");
  forgetful.subscribe(destination, { id: "tasks", ack: "client" });
  for (const body of tasks) {
    forgetful.client.publish({ destination, body });
    await forgetful.take("MESSAGE");
  }
  await giveUp(forgetful, 300);

  const careful = stompClient(scene, { log: scene.log.of(2) });
  await careful.take("CONNECTED");
  careful.subscribe(destination, { id: "tasks", ack: "client" });
  let last;
  for (const _ of tasks) last = await careful.take("MESSAGE");
  last.ack();
  await sleep(100);
  await leave(careful);
}

export default {
  title: "STOMP: a client that acknowledges nothing; its three messages are delivered again to the next one",
  description: `
Both subscribe with \`ack:client\`. The first client closes its WebSocket without ACK and without DISCONNECT. The second one
gets all three with \`redelivered:true\`, and acknowledges the last, which counts for all.`,
  port: 3845,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
