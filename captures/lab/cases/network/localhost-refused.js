import { io } from "socket.io-client-4";
import { agentFor, ipv6First } from "../../lib/localhost.js";

const attempts = 2;

// Connects, and comes back once by itself.
function client(scene) {
  const socket = io(`http://localhost:${scene.port}`, {
    agent: agentFor(ipv6First),
    reconnectionAttempts: attempts - 1,
    reconnectionDelay: 200,
    randomizationFactor: 0,
  });
  // Node has one error for each address.
  socket.on("connect_error", ({ message, context }) => {
    const cause = context.statusText.errors.map((error) => error.message).join(", ");
    scene.log("connect_error", { nsp: "/", message, cause });
  });
  return new Promise((resolve) => socket.io.on("reconnect_failed", resolve));
}

export default {
  title: "A Socket.IO 4 client at http://localhost, where nothing listens on either address",
  description: `
As network/localhost-node, but no server runs. The client is refused at ::1 and at 127.0.0.1, comes back by itself after 200 ms,
and is refused at both again.`,
  port: 3353,
  packages: ["socket.io-client-4"],
  client,
};
