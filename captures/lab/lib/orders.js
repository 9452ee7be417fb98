// What the client's side of a case has done to the server, at a moment that only the client knows. Over a socket of Unix, so
// that nothing of it is recorded.
import { once } from "node:events";
import { connect, createServer } from "node:net";

const address = ({ port }) => `\0wstrace-lab-${port}`;

// `orders` is { name: () => … }. Returns the function that ends it.
export async function takeOrders(scene, orders) {
  const server = createServer((socket) =>
    socket.once("data", async (name) => {
      await orders[name]();
      socket.end("done");
    }),
  );
  server.listen(address(scene));
  await once(server, "listening");
  return () => server.close();
}

// Settles when the server's side has done it.
export async function order(scene, name) {
  const socket = connect(address(scene));
  socket.write(name);
  await once(socket, "data");
}
