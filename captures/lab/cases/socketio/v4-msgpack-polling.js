import { msgpackClient, msgpackServer } from "../../lib/scenarios/msgpack.js";

export default {
  title: "Socket.IO 4 with the MessagePack parser and the default transports",
  description: `
The conversation of socketio/v4-msgpack, which begins on polling: there every packet is a base64 message. After the
upgrade it goes on in binary WebSocket messages.`,
  port: 3116,
  packages: ["socket.io-4", "socket.io-client-4", "socket.io-msgpack-parser"],
  server: msgpackServer(),
  client: msgpackClient(),
};
