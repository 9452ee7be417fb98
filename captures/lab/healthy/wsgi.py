"""For gunicorn with eventlet's worker: gunicorn -k eventlet wsgi:app."""
import os

import socketio
from application import handle, lab, log, page_app

sio = socketio.Server(async_mode="eventlet", **lab["options"])
handle(sio, os.getppid)
app = socketio.WSGIApp(sio, page_app)
log("ready")
