import { ask, enginePath } from "../../lib/raw.js";
import { serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene)).stop;

async function client(scene) {
  await ask(scene, "GET", enginePath({ EIO: "4", transport: "websocket" }));
  await ask(scene, "POST", enginePath({ EIO: "4", transport: "polling" }), { body: "40" });
  await ask(scene, "GET", enginePath({ EIO: "4", transport: "carrier-pigeon" }));
}

export default {
  title: "Three requests that Socket.IO 4 rejects: no upgrade, POST without a session, unknown transport",
  description: `
Plain node HTTP sends what no client library would: GET with \`transport=websocket\` and no Upgrade header (code 3,
bad request), POST without a sid (code 2, bad handshake method), and a transport that does not exist (code 0). All are
answered with 400 and JSON.`,
  port: 3206,
  packages: ["socket.io-4"],
  server,
  client,
};
