import { playPython } from "../../lib/python.js";

// Both bind their port and connect to the other one's at the same whole second. The client then asks as HTTP does.
const program = `
import json, socket, sys, time
host, port, role = sys.argv[1], int(sys.argv[2]), sys.argv[3]
def log(**what): print(json.dumps(what), flush=True)
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("0.0.0.0", port if role == "server" else port + 20000))
now = time.time()
time.sleep(int(now + 1.5) - now)
s.connect(("192.0.2.1", port + 20000) if role == "server" else (host, port))
if role == "client":
    s.sendall(b"GET /crossed HTTP/1.1\\r\\nHost: lab\\r\\n\\r\\n")
    log(kind="response", status=int(s.recv(1000).split()[1]))
else:
    method, target = s.recv(1000).decode().split()[:2]
    log(kind="request", method=method, target=target)
    s.sendall(b"HTTP/1.1 204 No Content\\r\\n\\r\\n")
    s.recv(1000)
s.close()
`;

export default {
  title: "Two SYNs that cross each other: one connection, opened by both sides",
  description: `
Both sides connect to each other's port at the same moment (RFC 9293 figure 7), as peers do that punch holes into NATs.
Each answers the other one's SYN with a SYN-ACK.`,
  port: 3159,
  packages: [],
  programs: ["python3"],
  network: { delay: 30 },
  async server(scene) {
    const over = playPython(scene, program, "server");
    return () => over;
  },
  client: (scene) => playPython(scene, program, "client"),
};
