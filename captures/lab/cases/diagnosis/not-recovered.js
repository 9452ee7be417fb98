import { forgetfulServer, lostClient } from "../../lib/scenarios/lost.js";

export default {
  title: "Socket.IO 4: a client comes back too late for its connection to be recovered",
  description: `
The server keeps the state of lost connections for 100 ms. The client gets an event with an offset, loses its TCP
connection without a goodbye, and comes back half a second later with the pid and the offset in its CONNECT. The
server answers with a new sid and a new pid. "recovered" in the truth is what the client library says.`,
  port: 3265,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: forgetfulServer(100),
  client: lostClient({ reconnectionDelay: 500, subscribe: true }),
};
