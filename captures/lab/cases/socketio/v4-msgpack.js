import { msgpackClient, msgpackServer } from "../../lib/scenarios/msgpack.js";

const options = { transports: ["websocket"] };

export default {
  title: "Socket.IO 4 with the MessagePack parser on WebSocket only",
  description: `
Every packet is one binary message. Integers of all sizes, floats, dates, long strings, nested values and binary data
inside them, acknowledgements both ways; "/store" is joined and left, "/vault" refused by a middleware with data; in
the end the server closes the connection. This parser writes a Buffer as binary, but any other byte array as extension
type 0, and so also a date (8 bytes, milliseconds) and undefined (1 byte).`,
  port: 3115,
  packages: ["socket.io-4", "socket.io-client-4", "socket.io-msgpack-parser"],
  server: msgpackServer(options),
  client: msgpackClient(options),
};
