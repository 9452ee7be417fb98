import { Socket } from "engine.io-client-6";
import { logSocket, opened } from "../../lib/engineio.js";
import { authority } from "../../lib/http.js";
import { serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { connectTimeout: 1000 })).stop;

async function client(scene) {
  const socket = new Socket(`http://${authority(scene)}`, { path: "/socket.io/", transports: ["websocket"] });
  logSocket(socket, scene.log);
  await opened(socket, scene.log);
  await new Promise((resolve) => socket.on("close", resolve));
}

export default {
  title: "An Engine.IO client that never joins a namespace of a Socket.IO 4 server",
  description: `
The client speaks Engine.IO only and sends no CONNECT. \`connectTimeout\` (one second here, 45 by default) later the
server closes the connection.`,
  port: 3212,
  packages: ["socket.io-4", "engine.io-client-6"],
  server,
  client,
};
