"""A Socket.IO server of python-socketio on werkzeug: python_server.py HOST PORT.

Writes a line of JSON, { kind, ... }, for each thing that its handlers get.
"""
import json
import signal
import sys

import socketio
from werkzeug.serving import make_server

host, port = sys.argv[1], int(sys.argv[2])


def log(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


sio = socketio.Server(async_mode="threading")


@sio.event
def connect(sid, environ):
    log("open", sid=sio.manager.eio_sid_from_sid(sid, "/"))


@sio.on("work")
def work(sid, n):
    log("receive", nsp="/", name="work", args=[n])
    return n * n


@sio.on("leave")
def leave(sid):
    log("receive", nsp="/", name="leave", args=[])
    sio.emit("bye", {"from": "python"}, to=sid)


server = make_server(host, port, socketio.WSGIApp(sio), threaded=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
log("listening")
server.serve_forever()
