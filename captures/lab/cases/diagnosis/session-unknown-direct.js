import { behindNginx } from "../../lib/proxied.js";
import { join } from "../../lib/trouble.js";

const client = (scene) => join(scene, { transports: ["polling"] }).over;

export default {
  title: "Session ID unknown, captured between the client and nginx",
  description: `
What happens in diagnosis/session-unknown, recorded on the client's side of the proxy only: nothing shows that there
are two servers.`,
  port: 3223,
  packages: ["socket.io-4", "socket.io-client-4"],
  programs: ["nginx"],
  server: behindNginx([3224, 3225]),
  client,
};
