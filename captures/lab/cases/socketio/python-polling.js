import { servePython } from "../../lib/pythonserver.js";
import { join } from "../../lib/trouble.js";

async function client(scene) {
  const { socket, app, ready } = join(scene, {});
  app.on("bye");
  await ready;
  await app.request("work", 7);
  app.emit("leave");
  await app.received("bye");
  socket.disconnect();
}

export default {
  title: "python-socketio on werkzeug: polling only, each request on its own connection",
  description: `
A healthy session with another implementation of the server. It offers no WebSocket (werkzeug in threads, without
simple-websocket), answers each POST with \`OK\` and not \`ok\`, and closes each connection after one answer.`,
  port: 3360,
  packages: ["socket.io-client-4"],
  programs: ["python3-socketio", "python3-engineio", "python3-werkzeug"],
  server: servePython,
  client,
};
