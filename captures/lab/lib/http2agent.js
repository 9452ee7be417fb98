// Clients of the package ws, and of engine.io-client, on a connection of HTTP/2: what http2.js is to servers.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:http2";
import { StreamSocket, withoutConnection } from "./streamsocket.js";

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// Settles when the server has said that it allows extended CONNECT.
export async function openSession(url, options) {
  const session = connect(url, options);
  const [{ enableConnectProtocol }] = await once(session, "remoteSettings");
  if (!enableConnectProtocol) throw new Error("the server does not allow extended CONNECT");
  return session;
}

// An agent that opens WebSockets, and nothing else, as streams of that session.
export class Http2Agent extends Agent {
  #session;

  constructor(session) {
    super();
    this.#session = session;
  }

  createConnection() {
    return new AskingSocket(this.#session);
  }
}

// A client's end, on which an HTTP/1.1 request is written first; what is read from it begins with the answer.
class AskingSocket extends StreamSocket {
  #session;

  constructor(session) {
    super();
    this.#session = session;
  }

  writeHead(text, callback) {
    const [line, ...fields] = text.split("\r\n\r\n")[0].split("\r\n");
    const headers = { ...connectHeaders(line, fields), ...withoutConnection(fields) };
    const stream = this.#session.request(headers, { endStream: false });
    const key = valueOf(fields, "sec-websocket-key");
    stream.once("response", (headers) => this.push(answer(headers, key)));
    this.attach(stream);
    callback();
  }
}

const connectHeaders = (line, fields) => ({
  ":method": "CONNECT",
  ":protocol": "websocket",
  ":scheme": "http",
  ":path": line.split(" ")[1],
  ":authority": valueOf(fields, "host"),
});

const valueOf = (fields, wanted) =>
  fields.map((field) => field.split(/: ?(.*)/)).find(([name]) => name.toLowerCase() === wanted)?.[1];

function answer({ ":status": status, ...headers }, key) {
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (status !== 200) return [`HTTP/1.1 ${status} Refused`, "Connection: close", ...own, "", ""].join("\r\n");
  const accept = createHash("sha1").update(`${key}${guid}`).digest("base64");
  const upgrade = ["Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
  return ["HTTP/1.1 101 Switching Protocols", ...upgrade, ...own, "", ""].join("\r\n");
}
