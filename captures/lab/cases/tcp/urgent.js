import { once } from "node:events";
import { createServer } from "node:net";
import { listen } from "../../lib/http.js";
import { playPython } from "../../lib/python.js";

const program = `
import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])))
s.sendall(b"calm, ")
s.send(b"!", socket.MSG_OOB)
s.recv(100)
s.close()
`;

async function server(scene) {
  const tcp = createServer((socket) => {
    socket.on("data", (data) => {
      scene.log("data", { text: data.toString() });
      socket.write("ok");
    });
    once(socket, "end").then(() => socket.end());
  });
  await listen(tcp, scene);
  return () => tcp.close();
}

export default {
  title: "A byte of urgent data",
  description: `
Six bytes, then one that is sent as urgent (MSG_OOB). The server's application does not get it among the others.`,
  port: 3167,
  packages: [],
  programs: ["python3"],
  server,
  client: (scene) => playPython(scene, program),
};
