import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { closed, openWebSocket, serveWebSockets } from "../../lib/websocket.js";

const never = new Promise(() => {});

// "report" waits for something that never comes, and so does all that comes after it.
const server = (scene) =>
  serveWebSockets(scene, { perMessageDeflate: false }, (socket) => {
    let turn = Promise.resolve();
    const answer = (text) => (text === "report" ? never : socket.send(`done ${text}`));
    socket.on("message", (data) => (turn = turn.then(() => answer(data.toString()))));
  });

async function client(scene) {
  const socket = await openWebSocket(scene, { perMessageDeflate: false });
  const over = closed(socket);
  for (const text of ["one", "two", "three", "four"]) {
    socket.send(text);
    await once(socket, "message");
    await sleep(100);
  }
  socket.send("report");
  await sleep(500);
  socket.send("five");
  await sleep(2000);
  socket.close(1000);
  await over;
}

export default {
  title: "A server that answers no more: its handler waits for something that never comes",
  description: `
The server takes one message after the other. "report" waits for something that never comes, and everything after it waits, too.
Its library goes on to answer the close frame. The client closes after 2.5 s.`,
  port: 3799,
  packages: ["ws"],
  server,
  client,
};
