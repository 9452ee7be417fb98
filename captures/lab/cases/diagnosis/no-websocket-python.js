import { servers } from "../../healthy/servers.js";
import { join } from "../../lib/trouble.js";

export default {
  title: "A client that asks for a WebSocket at Flask-SocketIO's own server, which has none",
  description: `
Flask-SocketIO with async_mode "threading", without simple-websocket: python-engineio answers a request for a WebSocket with 400 and
\`"Bad Request"\`. The client has transports: ["websocket"].`,
  port: 3803,
  packages: ["socket.io-client-4"],
  programs: ["python3-flask-socketio"],
  server: (scene) => servers.threading(scene, { server: "threading", pace: "quick" }),
  client: (scene) => join(scene, { transports: ["websocket"] }).over,
};
