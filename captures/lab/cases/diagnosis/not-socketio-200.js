import { createServer } from "node:http";
import { listen } from "../../lib/http.js";
import { join } from "../../lib/trouble.js";

const index = `<!DOCTYPE html>
<html lang="en">
<title>A single page application</title>
<div id="root"></div>
<script type="module" src="/assets/index.js"></script>
</html>
`;

async function server(scene) {
  const http = createServer((request, response) => {
    scene.log("request", { method: request.method, target: request.url.replace(/&t=.*/, "") });
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(index);
  });
  await listen(http, scene);
  return () => http.close();
}

const client = (scene) => join(scene).over;

export default {
  title: "A Socket.IO 4 client at a web server that answers every path with its index page",
  description: `
What happens when the server of a single page application has Socket.IO's path fall through to its index page: 200,
and HTML where an open packet should be.`,
  port: 3209,
  packages: ["socket.io-client-4"],
  server,
  client,
};
