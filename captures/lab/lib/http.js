// Plain HTTP servers for the protocols above to attach to.
import { once } from "node:events";
import { gzipSync } from "node:zlib";

export async function listen(server, { host, port }) {
  server.listen(port, host);
  await once(server, "listening");
}

export function authority({ host, port }) {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

// A request handler for a few fixed HTML pages and their modules, by path. Browsers only: they always go out gzip coded.
export function servePages(pages) {
  return (request, response) => {
    const page = pages[request.url];
    const type = request.url.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    response.writeHead(page ? 200 : 404, { "Content-Type": type, "Content-Encoding": "gzip" });
    response.end(gzipSync(page ?? "not here"));
  };
}
