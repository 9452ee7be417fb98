import { forgetfulServer, lostClient } from "../../lib/scenarios/lost.js";

export default {
  title: "Socket.IO 4: a client comes back in time, but never had an offset to be recovered from",
  description: `
The server keeps the state of lost connections for five seconds. The client loses its TCP connection without a goodbye
before it got any event, and with it an offset. It comes back after 200 ms with the pid alone in its CONNECT, and the
server answers with a new sid and a new pid. (Acknowledgements carry no offset.)`,
  port: 3266,
  packages: ["socket.io-4", "socket.io-client-4"],
  server: forgetfulServer(5000),
  client: lostClient({ reconnectionDelay: 200, subscribe: false }),
};
