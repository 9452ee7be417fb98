import { setTimeout as sleep } from "node:timers/promises";
import { rabbit } from "../../lib/rabbitmq.js";
import { guest, leave, stompClient } from "../../lib/stomp.js";

const destination = "/queue/versions";
const special = "colon : feed \n backslash \\ return \r end";
const repeated = "SEND\ndestination:/queue/versions\ncolour:red\ncolour:blue\n\ntwo colours\0";

// Sends itself these messages; an entry that is a text goes out as it is.
async function play(scene, n, options, messages) {
  const peer = stompClient(scene, { log: scene.log.of(n), ...options });
  await peer.take("CONNECTED");
  peer.subscribe(destination, { id: "0" });
  for (const message of messages) {
    if (typeof message === "string") peer.sendRaw(message);
    else peer.client.publish({ destination, ...message });
    await peer.take("MESSAGE");
  }
  await sleep(50);
  await leave(peer);
}

async function client(scene) {
  const plain = { body: "grün", headers: { note: "a:b" } };
  await play(scene, 1, { versions: ["1.0"] }, [plain, { ...plain, skipContentLengthHeader: true }]);
  await play(scene, 2, { versions: ["1.1"] }, [{ body: "grün" }, repeated]);
  const binary = { binaryBody: new Uint8Array([0, 1, 2, 0, 65, 10, 0]), headers: { "content-type": "application/octet-stream" } };
  await play(scene, 3, { connectHeaders: { ...guest, "x-colon": "a:b\\c" } }, [
    { body: "escaped", headers: { note: special } },
    { body: "", headers: { empty: "" } },
    { body: "no length", skipContentLengthHeader: true },
    binary,
    repeated,
  ]);
  await play(scene, 4, { splitLargeFrames: true, maxWebSocketChunkSize: 1000 }, [{ body: "grün und blau, ".repeat(200) }]);
  await play(scene, 5, { forceBinaryWSFrames: true }, [{ body: "grün" }]);
}

export default {
  title: "STOMP 1.0, 1.1 and 1.2 on RabbitMQ: escaped headers, repeated ones, bodies with NUL, a frame in several messages",
  description: `
Five clients, one after the other: 1.0 only; 1.1 only; all versions, which is 1.2 then; one that splits a frame over several
WebSocket messages of 1000 characters (\`splitLargeFrames\` of @stomp/stompjs); one that sends binary messages
(\`forceBinaryWSFrames\`). A colon, LF, CR and backslash in a header are escaped in 1.2, and not in CONNECT. @stomp/stompjs
sends a binary body in a binary message; RabbitMQ answers all in text messages. Of a repeated header RabbitMQ passes on the
first. It escapes headers in 1.0 as well; the client takes them as they are there.`,
  port: 3834,
  packages: ["@stomp/stompjs", "ws"],
  programs: ["rabbitmq-server"],
  server: rabbit(),
  client,
};
