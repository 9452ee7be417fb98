import { createServer } from "node:http";
import { listen } from "../../lib/http.js";
import { playPython } from "../../lib/python.js";
import { output } from "../../lib/run.js";

const enabled = "net.ipv4.tcp_fastopen";
// Client, server, and no socket option needed for it.
const everything = "0x403";

const program = `
import json, socket, sys
host, port = sys.argv[1], int(sys.argv[2])
for target in ("/first", "/second", "/third"):
    s = socket.socket()
    request = f"GET {target} HTTP/1.1\\r\\nHost: lab\\r\\nConnection: close\\r\\n\\r\\n"
    s.sendto(request.encode(), socket.MSG_FASTOPEN, (host, port))
    answer = b""
    while part := s.recv(1000): answer += part
    print(json.dumps({"kind": "response", "status": int(answer.split()[1])}), flush=True)
    s.close()
`;

async function server(scene) {
  const http = createServer(async (request, response) => {
    scene.log("request", { method: request.method, target: request.url });
    if (request.url === "/second") await output(["sysctl", "-q", "-w", `${enabled}=0`]);
    response.end("ok");
  });
  await listen(http, scene);
  return () => http.close();
}

export default {
  title: "TCP Fast Open: a cookie is requested, used, and rejected",
  description: `
Three HTTP requests on a connection each. The first SYN asks for a cookie. The second brings it, and the request with it:
the server takes both. Before the third one the server's kernel is told to do no Fast Open any more: it takes the SYN
without the request, which is sent again.`,
  port: 3164,
  packages: [],
  programs: ["python3"],
  network: {
    sysctl: { client: { [enabled]: everything }, server: { [enabled]: everything } },
    says: "both kernels do TCP Fast Open (net.ipv4.tcp_fastopen)",
  },
  server,
  client: (scene) => playPython(scene, program),
};
