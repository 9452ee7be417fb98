"""Clients: client.py socketio | websockets URL END TRANSPORT IDLE.

Writes a line of JSON, { kind, ... }, for each thing that it gets. When the conversation is over, it waits IDLE seconds, and
ends it as END says: "open" asks for the capture's end by the kind "cut", and goes on when a line comes.
"""
import json
import os
import signal
import sys
import threading
import time

which, url, end, transport, idle = sys.argv[1:]


def log(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


def die():
    os.kill(os.getpid(), signal.SIGTERM)


def wait_for_cut():
    log("cut")
    sys.stdin.readline()


def play_socketio():
    import socketio

    sio = socketio.Client(reconnection=False)
    noted = threading.Event()
    gone = threading.Event()

    @sio.on("connect")
    def connect():
        log("connect", nsp="/", sid=sio.get_sid())

    @sio.on("disconnect")
    def disconnect():
        log("disconnect", nsp="/")
        gone.set()

    def receive(name, *args):
        log("receive", nsp="/", name=name, args=args)

    @sio.on("welcome")
    def welcome(data):
        receive("welcome", data)

    @sio.on("ask")
    def ask(n):
        receive("ask", n)
        return 7 * n

    @sio.on("noted")
    def on_noted(text):
        receive("noted", text)
        noted.set()

    sio.connect(url, transports=None if transport == "upgrade" else [transport])
    sio.emit("hello")
    log("ack", nsp="/", name="work", args=[sio.call("work", 7)])
    sio.emit("note", "schön")
    noted.wait()
    time.sleep(float(idle))
    if end == "exit":
        die()
    if end in ("server", "stop"):
        sio.emit("leave" if end == "server" else "halt")
    else:
        if end == "open":
            wait_for_cut()
        sio.disconnect()
    gone.wait()
    # Its threads may go on for long; what they still send is sent by then.
    time.sleep(0.3)
    os._exit(0)


def play_websockets():
    import asyncio

    import websockets

    async def play():
        async with websockets.connect(url.replace("http", "ws")) as socket:
            log("open", protocol=socket.subprotocol or "", extensions=", ".join(extension.name for extension in socket.extensions))

            async def receive():
                log("message", opcode="text", text=await socket.recv())

            for text in ("hello", "work 7", "note schön"):
                await socket.send(text)
                await receive()
            await asyncio.sleep(float(idle))
            if end == "exit":
                die()
            if end in ("server", "stop"):
                await socket.send("leave" if end == "server" else "halt")
                await socket.wait_closed()
            else:
                if end == "open":
                    await asyncio.to_thread(wait_for_cut)
                await socket.close()
            log("close", code=socket.close_code, reason=socket.close_reason)

    asyncio.run(play())


play_socketio() if which == "socketio" else play_websockets()
