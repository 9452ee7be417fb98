"""Servers that are programs of their own: server.py threading | eventlet | aiohttp | websockets. See application.py."""
import os
import signal
import sys

from application import handle, handle_async, lab, log, page, page_app, page_headers, stop


def serve_threading():
    """Flask-SocketIO on werkzeug, as `socketio.run(app)` starts it."""
    from flask import Flask, Response
    from flask_socketio import SocketIO

    app = Flask("application")
    app.add_url_rule("/", "page", lambda: Response(page, headers=page_headers))
    socketio = SocketIO(app, async_mode="threading", **lab["options"])
    handle(socketio.server, os.getpid, signal.SIGINT)
    log("ready")
    socketio.run(app, host=lab["host"], port=lab["port"], allow_unsafe_werkzeug=True)


def serve_eventlet():
    import eventlet
    import eventlet.wsgi
    import socketio

    eventlet.monkey_patch()
    sio = socketio.Server(async_mode="eventlet", **lab["options"])
    handle(sio, os.getpid)
    log("ready")
    listener = eventlet.listen((lab["host"], lab["port"]))
    eventlet.wsgi.server(listener, socketio.WSGIApp(sio, page_app), log_output=False)


def serve_aiohttp():
    import socketio
    from aiohttp import web

    async def get_page(_):
        return web.Response(body=page, headers=dict(page_headers))

    sio = socketio.AsyncServer(async_mode="aiohttp", **lab["options"])
    handle_async(sio, os.getpid)
    app = web.Application()
    app.router.add_get("/", get_page)
    sio.attach(app)
    log("ready")
    web.run_app(app, host=lab["host"], port=lab["port"], print=None)


def serve_websockets():
    """No Socket.IO: the same conversation in plain messages."""
    import asyncio
    from http import HTTPStatus

    import websockets

    def get_page(path, headers):
        if "Upgrade" not in headers:
            return (HTTPStatus.OK, page_headers, page) if path == "/" else (HTTPStatus.NOT_FOUND, [], b"not here")

    async def converse(socket):
        log("open", protocol=socket.subprotocol or "", extensions=", ".join(extension.name for extension in socket.extensions))
        try:
            async for text in socket:
                log("message", opcode="text", text=text)
                await answer(socket, text)
        finally:
            log("close", code=socket.close_code, reason=socket.close_reason)

    async def answer(socket, text):
        word, _, rest = text.partition(" ")
        if word == "hello":
            await socket.send("welcome from python")
        elif word == "work":
            await socket.send(str(int(rest) ** 2))
        elif word == "note":
            await socket.send("noted " + rest.upper())
        elif word == "leave":
            await socket.close(1000, "goodbye")
        elif word == "halt":
            stop(os.getpid())

    async def serve():
        stopped = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set_result, None)
        async with websockets.serve(converse, lab["host"], lab["port"], process_request=get_page, **lab["options"]):
            log("ready")
            await stopped

    asyncio.run(serve())


{"threading": serve_threading, "eventlet": serve_eventlet, "aiohttp": serve_aiohttp, "websockets": serve_websockets}[
    sys.argv[1]
]()
