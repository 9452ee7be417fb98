"""For uvicorn: uvicorn asgi:app."""
import os

import socketio
from application import handle_async, lab, log, page_app_async

sio = socketio.AsyncServer(async_mode="asgi", **lab["options"])
handle_async(sio, os.getpid)
app = socketio.ASGIApp(sio, page_app_async)
log("ready")
