import engine from "engine.io-3";
import connect from "engine.io-client-3";
import { heartbeatClient, heartbeatServer } from "../../lib/scenarios/heartbeats.js";

export default {
  title: "Engine.IO protocol 3 on WebSocket without Socket.IO: messages and heartbeats",
  description: `
The scenario of engineio/v4-websocket in the older protocol: here the client pings every 250 ms and the server
answers, and a binary message begins with its type as a byte.`,
  port: 3021,
  packages: ["engine.io-3", "engine.io-client-3"],
  server: heartbeatServer(engine.Server),
  client: heartbeatClient(connect),
};
