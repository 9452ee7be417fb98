import { createServer } from "node:http";
import { listen } from "../../lib/http.js";
import { join } from "../../lib/trouble.js";

const page = "<!DOCTYPE html>\n<title>Not found</title>\n<h1>Not found</h1>\n<p>There is nothing here.\n";

async function server(scene) {
  const http = createServer((request, response) => {
    scene.log("request", { method: request.method, target: request.url.replace(/&t=.*/, "") });
    response.writeHead(404, { "Content-Type": "text/html; charset=utf-8" }).end(page);
  });
  await listen(http, scene);
  return () => http.close();
}

const client = (scene) => join(scene).over;

export default {
  title: "A Socket.IO 4 client at a web server that answers 404",
  description: `
The server is plain node HTTP and has a page for everything that it does not know, and Socket.IO's path is among it.`,
  port: 3208,
  packages: ["socket.io-client-4"],
  server,
  client,
};
