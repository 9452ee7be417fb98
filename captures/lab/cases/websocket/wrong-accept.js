import { createServer } from "node:net";
import { listen } from "../../lib/http.js";
import { failToOpen } from "../../lib/websocket.js";

async function server(scene) {
  const tcp = createServer((socket) => {
    // The client just hangs up; that is no failure of this server.
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
          "Sec-WebSocket-Accept: bm90IHRoZSByaWdodCBvbmUhIQ==\r\n\r\n",
      );
    });
  });
  await listen(tcp, scene);
  return () => tcp.close();
}

export default {
  title: "A 101 response with a wrong Sec-WebSocket-Accept",
  description: `
A hand-written server answers every upgrade with the same Sec-WebSocket-Accept. The client of the package ws notices
and drops the connection without a single frame; its application sees an error and close code 1006, which never is on
the wire.`,
  port: 3015,
  packages: ["ws"],
  server,
  client: failToOpen,
};
