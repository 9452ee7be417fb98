import { join, serve } from "../../lib/trouble.js";

const server = async (scene) => (await serve(scene, { attach })).stop;

function attach(app, socket) {
  app.on("work", (acknowledge, n) => acknowledge(n * n));
  app.on("forget", () => {});
  app.on("now you", async () => {
    await app.request("question", "6 × 7 = ?");
    app.emit("ignored", 1, () => {});
    app.emit("bye");
  });
}

async function client(scene) {
  const { socket, app, ready } = join(scene, { transports: ["websocket"] });
  app.on("question", (acknowledge) => acknowledge(42)).on("ignored").on("bye");
  await ready;
  await app.request("work", 3);
  await impatient(scene, socket, "forget", 1);
  await app.request("work", 4);
  await impatient(scene, socket, "nobody listens to this");
  app.emit("now you");
  await app.received("bye");
  socket.disconnect();
}

const impatient = ({ log }, socket, name, ...args) =>
  new Promise((resolve) =>
    socket.timeout(300).emit(name, ...args, (error) => {
      log("ack_timeout", { nsp: "/", name, message: error.message });
      resolve();
    }),
  );

export default {
  title: "Socket.IO 4: events whose acknowledgement never comes, in both directions",
  description: `
The client asks five times, twice in vain: the server's handler of "forget" does not call the acknowledgement
function, and nobody handles "nobody listens to this". The client gives up on each after 300 ms and goes on. The
server asks twice, and the client's handler of "ignored" does not answer. Then the client disconnects.`,
  port: 3213,
  packages: ["socket.io-4", "socket.io-client-4"],
  server,
  client,
};
