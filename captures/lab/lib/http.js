// Plain HTTP servers for the protocols above to attach to.
import { once } from "node:events";

export async function listen(server, { host, port }) {
  server.listen(port, host);
  await once(server, "listening");
}

export function authority({ host, port }) {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
