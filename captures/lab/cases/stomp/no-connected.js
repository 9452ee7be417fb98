import { stompClient } from "../../lib/stomp.js";
import { serveWebSockets } from "../../lib/websocket.js";

const server = (scene) => serveWebSockets(scene, { perMessageDeflate: false, handleProtocols: () => "v12.stomp" }, () => {});

async function client(scene) {
  await stompClient(scene, { connectionTimeout: 2000 }).over;
}

export default {
  title: "STOMP: CONNECT is never answered, and the client gives up after 2 s",
  description: `
The server takes the WebSocket and its subprotocol v12.stomp, and says nothing. \`connectionTimeout\` of @stomp/stompjs ends it.`,
  port: 3843,
  packages: ["ws", "@stomp/stompjs"],
  server,
  client,
};
