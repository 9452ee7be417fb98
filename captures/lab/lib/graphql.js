// GraphQL over WebSocket: a chat as a schema, and peers of both subprotocols that log what they get. graphql-ws speaks
// "graphql-transport-ws", the older subscriptions-transport-ws speaks "graphql-ws".
import { EventEmitter, on, once } from "node:events";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import { authority } from "./http.js";
import { closed, logPlainly, logSocket, openWebSocket } from "./websocket.js";

// All by require: graphql wants to be loaded once, and subscriptions-transport-ws is CommonJS.
const require = createRequire(import.meta.url);
const { buildSchema, execute, subscribe } = require("graphql");
const { createClient, parseMessage } = require("graphql-ws");
const { useServer } = require("graphql-ws/use/ws");
const { SubscriptionClient, SubscriptionServer } = require("subscriptions-transport-ws");

export const path = "/graphql";

const schema = buildSchema(`
  type Message { id: ID! room: String! text: String! }
  type Query { messages(room: String!): [Message!]! author(name: String!): String report: String }
  type Mutation { post(room: String!, text: String!): Message! }
  type Subscription { countdown(from: Int!): Int! posted(room: String!): Message! ticks(every: Int!): Int! faulty: Int! }
`);

const never = new Promise(() => {});

// The resolvers of a server with a memory of its own.
function chat() {
  const posts = new EventEmitter();
  const messages = [];
  const query = {
    messages: ({ room }) => messages.filter((message) => message.room === room),
    author: ({ name }) => {
      throw new Error(`no author is called ${name}`);
    },
    report: () => never,
  };
  const mutation = {
    post({ room, text }) {
      const message = { id: String(messages.length + 1), room, text };
      messages.push(message);
      posts.emit(room, message);
      return message;
    },
  };
  const subscription = {
    async *countdown({ from }) {
      for (let n = from; n >= 0; --n) {
        yield { countdown: n };
        await sleep(50);
      }
    },
    posted: ({ room }) => mapped(on(posts, room), ([posted]) => ({ posted })),
    async *ticks({ every }) {
      for (let ticks = 1; ; ++ticks) {
        yield { ticks };
        await sleep(every);
      }
    },
    async *faulty() {
      yield { faulty: 1 };
      yield { faulty: 2 };
      throw new Error("the source is gone");
    },
  };
  return { query, mutation, subscription };
}

// A generator would not: it cannot be ended while it waits.
const mapped = (source, change) => ({
  [Symbol.asyncIterator]() {
    return this;
  },
  async next() {
    const { done, value } = await source.next();
    return { done, value: done ? value : change(value) };
  },
  return: () => source.return(),
});

// Logs a message that has come, of either subprotocol; says whether it is one. Runs in the browser as well.
export function logReceived(log, { type, id, payload }) {
  const operation = { id, query: payload?.query, variables: payload?.variables, operationName: payload?.operationName };
  const received = {
    connection_init: ["graphql-init", { payload }],
    connection_ack: ["graphql-ack", { payload }],
    connection_error: ["graphql-connection-error", { payload }],
    connection_terminate: ["graphql-terminate", {}],
    ka: ["graphql-keep-alive", {}],
    ping: ["graphql-ping", { payload }],
    pong: ["graphql-pong", { payload }],
    subscribe: ["graphql-subscribe", operation],
    start: ["graphql-subscribe", operation],
    next: ["graphql-next", { id, payload }],
    data: ["graphql-next", { id, payload }],
    error: ["graphql-error", { id, payload }],
    complete: ["graphql-complete", { id }],
    stop: ["graphql-complete", { id }],
  };
  if (!Object.hasOwn(received, type)) return false;
  log(...received[type]);
  return true;
}

// What the subprotocol's parser does not take is logged as a message of WebSocket.
const logParsed = (parse) => (log, data, isBinary) => {
  let message = {};
  try {
    message = parse(data.toString());
  } catch {}
  if (!logReceived(log, message)) logPlainly(log, data, isBinary);
};

const legacyTypes = [
  ...["connection_init", "connection_ack", "connection_error", "connection_terminate", "ka"],
  ...["start", "stop", "data", "error", "complete"],
];

function parseLegacy(text) {
  const message = JSON.parse(text);
  return legacyTypes.includes(message.type) ? message : {};
}

const logTransportWs = logParsed(parseMessage);
const logLegacy = logParsed(parseLegacy);

// Several clients are numbered in the order in which they connect.
function numbering({ log }, numbered) {
  let count = 0;
  return () => (numbered ? log.of(++count) : log);
}

// A server of graphql-ws, with its options; returns what stops it. `server`: an HTTP server in place of a port. `numbered`: its
// clients are.
export async function serveTransportWs({ host, port, ...scene }, { server, numbered, ...options } = {}) {
  const sockets = new WebSocketServer({ ...(server ? { server } : { host, port }), path });
  const logOf = numbering(scene, numbered);
  sockets.on("connection", (socket) => logSocket(socket, logOf(), logTransportWs));
  useServer({ schema, roots: chat(), ...options }, sockets);
  if (!server) await once(sockets, "listening");
  return () => sockets.close();
}

// The same of subscriptions-transport-ws, on the package ws that it brings.
export async function serveLegacy({ host, port, ...scene }, { numbered, ...options } = {}) {
  const { query, mutation, subscription } = chat();
  const rootValue = { ...query, ...mutation, ...subscription };
  const server = SubscriptionServer.create({ schema, rootValue, execute, subscribe, ...options }, { host, port, path });
  const logOf = numbering(scene, numbered);
  // Before the library's own: that may close at once.
  server.server.prependListener("connection", (socket) => logSocket(socket, logOf(), logLegacy));
  await once(server.server, "listening");
  return () => server.close();
}

// A client of graphql-ws that connects at once and never again. `run` is what `runner` makes; `over` settles when it is closed.
export function joinTransportWs(scene, options = {}) {
  const client = createClient({ ...clientOptions(scene.log), ...options, url: url(scene), webSocketImpl: WebSocket });
  const over = new Promise((resolve) => client.on("closed", resolve));
  return { client, run: runner(client.subscribe), close: () => client.dispose(), over };
}

// The same of subscriptions-transport-ws.
export function joinLegacy(scene, options = {}) {
  const { log } = scene;
  let over;
  class Socket extends WebSocket {
    constructor(...args) {
      super(...args);
      logSocket(this, log, logLegacy).on("error", ({ message }) => log("error", { message }));
      over = closed(this);
    }
  }
  const client = new SubscriptionClient(url(scene), options, Socket);
  const subscribe = (operation, sink) => client.request(operation).subscribe(sink).unsubscribe;
  return { run: runner(subscribe), close: () => client.close(), over };
}

const url = (scene) => `ws://${authority(scene)}${path}`;

// Runs in the browser as well, as do the next two. The ids are those of a counter; the package's own are random.
export function clientOptions(log) {
  let count = 0;
  return {
    lazy: false,
    onNonLazyError() {},
    retryAttempts: 0,
    generateID: () => String(++count),
    on: {
      opened: ({ protocol, extensions }) => log("open", { protocol, extensions }),
      message: (message) => logReceived(log, message),
      error: ({ message }) => log("error", { message }),
      closed: ({ code, reason }) => log("close", { code, reason }),
    },
  };
}

// Makes a function that runs an operation, settled when it is over, however: at `count` results the client completes it.
export const runner = (subscribe) => (operation, count) =>
  new Promise((resolve) => {
    const stop = subscribe(operation, { next, error: resolve, complete: resolve });
    function next() {
      if (--count !== 0) return;
      stop();
      resolve();
    }
  });

// A query, a mutation, a subscription that the server completes, and one that the client completes.
export async function talk(run) {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const post = (text) => ({
    query: "mutation Post($room: String!, $text: String!) { post(room: $room, text: $text) { id } }",
    variables: { room: "lobby", text },
    operationName: "Post",
  });
  await run(post("héllo 👋"));
  await run({ query: '{ messages(room: "lobby") { id text } }' });
  await run({
    query: "subscription Countdown($from: Int!) { countdown(from: $from) }",
    variables: { from: 3 },
    operationName: "Countdown",
  });
  const posted = run({ query: 'subscription { posted(room: "lobby") { id text } }' }, 2);
  await pause(100);
  await run(post("second"));
  await run(post("third"));
  await posted;
  await pause(100);
}

// A client of the package ws that speaks a subprotocol by hand.
export function openByHand(scene, protocols = ["graphql-transport-ws"]) {
  const logMessage = protocols.includes("graphql-ws") ? logLegacy : logTransportWs;
  return openWebSocket(scene, { path, protocols, logMessage, perMessageDeflate: false });
}

export const say = (socket, message) => socket.send(JSON.stringify(message));

// Sends connection_init and waits for its answer.
export async function initialise(socket, payload) {
  say(socket, { type: "connection_init", payload });
  await once(socket, "message");
}
