import createServer from "socket.io-2";
import connect from "socket.io-client-2";
import { standStill } from "../../lib/stop.js";
import { join, serve } from "../../lib/trouble.js";

const options = { create: createServer, pingInterval: 500, pingTimeout: 700 };

const server = async (scene) => (await serve(scene, options)).stop;

async function client(scene) {
  const { app, ready, over } = join(scene, { create: connect, hasSid: false, transports: ["websocket"] });
  await ready;
  await app.request("work", 3);
  await standStill(2500);
  await over;
}

export default {
  title: "Socket.IO 2: the client's process is stopped, and the server gives up on it",
  description: `
As diagnosis/ping-timeout-client, with the older protocol, where the client would ping. The server has heard nothing
for pingInterval and pingTimeout together (500 and 700 ms) and closes with an empty close frame, "ping timeout". The
client, continued, sends the ping that is overdue, and then hears of a transport that closed.`,
  port: 3253,
  packages: ["socket.io-2", "socket.io-client-2"],
  server,
  client,
};
