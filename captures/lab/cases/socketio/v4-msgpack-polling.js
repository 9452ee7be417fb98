import { msgpackClient, msgpackServer } from "../../lib/scenarios/msgpack.js";

export default {
  title: "Socket.IO 4 with the MessagePack parser and the default transports",
  description: `
The conversation of socketio/v4-msgpack. The server accepts the WebSocket 80 ms late, so that most of it goes over
polling, where every packet is a base64 message; the end goes over the WebSocket in binary messages.`,
  port: 3116,
  packages: ["socket.io-4", "socket.io-client-4", "socket.io-msgpack-parser"],
  server: msgpackServer({}, { upgradeAfterMs: 80 }),
  client: msgpackClient(),
};
