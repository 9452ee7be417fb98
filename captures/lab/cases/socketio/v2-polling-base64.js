import Server from "socket.io-2";
import connect from "socket.io-client-2";
import { attachmentsClient, attachmentsServer } from "../../lib/scenarios/attachments.js";

export default {
  title: "Socket.IO 2.5.x: binary events on HTTP polling, in base64",
  description: `
The events of socketio/v2-polling-binary from a client in Node. It cannot take binary payloads and says so (b64=1):
attachments are in base64 inside text payloads, both ways.`,
  port: 3109,
  packages: ["socket.io-2", "socket.io-client-2"],
  server: attachmentsServer(Server),
  client: attachmentsClient(connect, { hasSid: false }),
};
