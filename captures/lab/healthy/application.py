"""The Socket.IO application of the healthy sessions, on any of python-socketio's servers.

LAB in the environment holds { host, port, page, options }: where to listen, the file (gzip) that is served as the page, and
options of the server. Writes a line of JSON, { kind, ... }, for each thing that its handlers get.
"""
import json
import os
import signal
import threading

lab = json.loads(os.environ["LAB"])
with open(lab["page"], "rb") as file:
    page = file.read()
page_headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]


def log(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


def log_receive(name, *args):
    log("receive", nsp="/", name=name, args=args)


def stop(pid, signum=signal.SIGTERM):
    """Stops the server as its administrator would, when what asked for it has been answered."""
    timer = threading.Timer(0.2, os.kill, (pid, signum))
    timer.daemon = True
    timer.start()


def handle(sio, pid, signum=signal.SIGTERM):
    """The handlers of a server for threads or green threads. `pid` and `signum` stop it."""

    @sio.on("connect")
    def connect(sid, environ, auth=None):
        log("open", sid=sio.manager.eio_sid_from_sid(sid, "/"))

    @sio.on("disconnect")
    def disconnect(sid):
        log("disconnect", nsp="/")

    @sio.on("hello")
    def hello(sid):
        log_receive("hello")
        sio.emit("welcome", {"from": "python"}, to=sid)

    @sio.on("work")
    def work(sid, n):
        log_receive("work", n)
        return n * n

    @sio.on("note")
    def note(sid, text):
        log_receive("note", text)

        def answered(n):
            log("ack", nsp="/", name="ask", args=[n])
            sio.emit("noted", text.upper(), to=sid)

        sio.emit("ask", 6, to=sid, callback=answered)

    @sio.on("leave")
    def leave(sid):
        log_receive("leave")
        sio.disconnect(sid)

    @sio.on("halt")
    def halt(sid):
        log_receive("halt")
        stop(pid(), signum)


def handle_async(sio, pid, signum=signal.SIGTERM):
    """The same of a server for asyncio."""

    @sio.on("connect")
    async def connect(sid, environ, auth=None):
        log("open", sid=sio.manager.eio_sid_from_sid(sid, "/"))

    @sio.on("disconnect")
    async def disconnect(sid):
        log("disconnect", nsp="/")

    @sio.on("hello")
    async def hello(sid):
        log_receive("hello")
        await sio.emit("welcome", {"from": "python"}, to=sid)

    @sio.on("work")
    async def work(sid, n):
        log_receive("work", n)
        return n * n

    @sio.on("note")
    async def note(sid, text):
        log_receive("note", text)

        async def answered(n):
            log("ack", nsp="/", name="ask", args=[n])
            await sio.emit("noted", text.upper(), to=sid)

        await sio.emit("ask", 6, to=sid, callback=answered)

    @sio.on("leave")
    async def leave(sid):
        log_receive("leave")
        await sio.disconnect(sid)

    @sio.on("halt")
    async def halt(sid):
        log_receive("halt")
        stop(pid(), signum)


def page_app(environ, start_response):
    """WSGI: what is not Socket.IO's."""
    found = environ["PATH_INFO"] == "/"
    start_response("200 OK" if found else "404 Not Found", page_headers if found else [("Content-Type", "text/plain")])
    return [page if found else b"not here"]


async def page_app_async(scope, receive, send):
    """ASGI: the same."""
    found = scope["path"] == "/"
    headers = [(name.encode(), value.encode()) for name, value in page_headers] if found else []
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
    await send({"type": "http.response.body", "body": page if found else b"not here"})
