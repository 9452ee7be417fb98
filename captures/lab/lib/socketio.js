// Socket.IO applications that log what their handlers get. Works with every version's socket, on either side.

export class Endpoint {
  #socket;
  #log;
  #nsp;
  #received = new Map();

  // `explain` may add fields to a disconnect from what the library says of it besides the reason.
  constructor(socket, log, nsp = "/", { explain = () => ({}) } = {}) {
    this.#socket = socket;
    this.#log = log;
    this.#nsp = nsp;
    socket.on("disconnect", (reason, details) => log("disconnect", { nsp, reason, ...explain(details) }));
  }

  // The handler gets the acknowledgement function first (undefined when none is wanted), then the arguments.
  on(name, handler = () => {}) {
    this.#socket.on(name, (...args) => {
      const acknowledge = typeof args.at(-1) === "function" ? args.pop() : undefined;
      this.#log("receive", { nsp: this.#nsp, name, args });
      handler(acknowledge, ...args);
      this.#arrival(name).resolve();
    });
    return this;
  }

  emit(name, ...args) {
    this.#socket.emit(name, ...args);
  }

  // Emits and waits for the other side's acknowledgement.
  request(name, ...args) {
    return new Promise((resolve) => {
      this.#socket.emit(name, ...args, (...values) => {
        this.#log("ack", { nsp: this.#nsp, name, args: values });
        resolve(values);
      });
    });
  }

  // Settles when an event of that name has been handled, now or earlier.
  received(name) {
    return this.#arrival(name).promise;
  }

  #arrival(name) {
    if (!this.#received.has(name)) {
      let resolve;
      const promise = new Promise((settle) => (resolve = settle));
      this.#received.set(name, { promise, resolve });
    }
    return this.#received.get(name);
  }
}

// Logs how a client's namespace connects. Before Socket.IO 3 a namespace has no sid of its own.
export function connected(socket, log, nsp = "/", { hasSid = true } = {}) {
  return new Promise((resolve) => {
    socket.on("connect", () => {
      log("connect", { nsp, ...(hasSid && { sid: socket.id }) });
      resolve();
    });
  });
}

export function refused(socket, log, nsp, { explain = () => ({}) } = {}) {
  return new Promise((resolve) => {
    socket.on("connect_error", (error) => {
      const { message, data } = error;
      const { detail: _, ...more } = explain(error);
      log("connect_error", { nsp, message, ...(data !== undefined && { data }), ...more });
      resolve();
    });
  });
}

// Has a Socket.IO 4 server accept WebSockets late, so that a session polls for a while first.
export function upgradeLate(io, ms) {
  io.engine.use((request, response, next) => (request.headers.upgrade ? setTimeout(next, ms) : next()));
}
