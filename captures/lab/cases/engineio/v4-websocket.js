import { Server } from "engine.io-6";
import { Socket } from "engine.io-client-6";
import { heartbeatClient, heartbeatServer } from "../../lib/scenarios/heartbeats.js";

export default {
  title: "Engine.IO protocol 4 on WebSocket without Socket.IO: messages and heartbeats",
  description: `
Text and binary messages both ways, among them empty ones and one whose text looks like a probe; the server pings
every 250 ms and the client answers. The client closes. A binary message has no type byte.`,
  port: 3020,
  packages: ["engine.io-6", "engine.io-client-6"],
  server: heartbeatServer(Server),
  client: heartbeatClient((url, options) => new Socket(url, options)),
};
