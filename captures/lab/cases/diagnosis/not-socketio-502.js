import { startNginx } from "../../lib/nginx.js";
import { join } from "../../lib/trouble.js";

const server = (scene) => startNginx(scene, { server: `location / { proxy_pass http://${scene.host}:3245; }` });

const client = (scene) => join(scene).over;

export default {
  title: "A Socket.IO 4 client at nginx whose backend is not there: 502",
  description: `
nginx asks port 3245, where nobody listens, and answers the first poll with 502 and a page of HTML. Both sides of the
proxy are recorded.`,
  port: 3244,
  ports: [3244, 3245],
  packages: ["socket.io-client-4"],
  programs: ["nginx"],
  server,
  client,
};
