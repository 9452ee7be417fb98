// A TCP proxy that may do harm on purpose. `toClient(socket, chunk)` passes on what the backend says (or does not).
import { connect, createServer } from "node:net";
import { listen } from "./http.js";

export async function startRelay(scene, backendPort, toClient) {
  const relay = createServer((client) => {
    const backend = connect(backendPort, scene.host);
    client.on("data", (chunk) => backend.write(chunk)).on("end", () => backend.end());
    backend.on("data", (chunk) => toClient(client, chunk)).on("end", () => client.end());
    for (const [one, other] of [[client, backend], [backend, client]]) {
      one.on("error", () => other.destroy());
    }
  });
  await listen(relay, scene);
  return () => relay.close();
}
