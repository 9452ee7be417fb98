"""Clients of stomp.py (python3-stomp), STOMP over TCP: arguments host, port, scenario. Writes a line of JSON for each frame."""

import json
import queue
import re
import sys
import time

import stomp
from stomp import utils

host, port, scenario = sys.argv[1], int(sys.argv[2]), sys.argv[3]
special = "colon : feed \n backslash \\ end"


def log(client, kind, **fields):
    print(json.dumps({"client": client, "kind": kind, **fields}), flush=True)


def body_of(body):
    return {"body": body} if body else {}


class Log(stomp.ConnectionListener):
    def __init__(self, number):
        self.number = number
        self.frames = queue.Queue()
        self.escapes = number != 3
        self.gone = queue.Queue()

    def received(self, frame):
        log(self.number, "stomp", command=frame.cmd, headers=frame.headers, **body_of(frame.body))
        self.frames.put(frame)

    on_connected = on_message = on_receipt = on_error = received

    def on_heartbeat(self):
        log(self.number, "stomp-heart-beat")

    def on_disconnected(self):
        self.gone.put(True)

    # The library has escaped the headers by now, and it counts the body's bytes only afterwards.
    def on_send(self, frame):
        if frame.cmd is None:
            return
        headers = {}
        for name, value in frame.headers.items():
            value = str(value[0] if isinstance(value, tuple) else value)
            escaped = self.escapes and frame.cmd not in ("CONNECT", "STOMP")
            headers[name] = re.sub(r"\\.", utils._unescape_header, value) if escaped else value
        if "content-length" in headers:
            headers["content-length"] = str(len(frame.body.encode()))
        log(self.number, "stomp-sent", command=frame.cmd, headers=headers, **body_of(frame.body))

    def take(self, command):
        while True:
            frame = self.frames.get(timeout=10)
            if frame.cmd == command:
                return frame


def connect(number, kind, passcode="guest", wait=True, **options):
    connection = kind([(host, port)], **options)
    listener = Log(number)
    # Behind the library's own listener, which adds the header heart-beat.
    connection.set_listener("~log", listener)
    connection.connect("guest", passcode, wait=wait)
    if wait:
        listener.take("CONNECTED")
    return connection, listener


def session():
    connection, listener = connect(1, stomp.StompConnection12, vhost="/", heartbeats=(1000, 1000))
    connection.subscribe("/queue/py", id="1", ack="client-individual", receipt="subscribed")
    listener.take("RECEIPT")
    connection.send("/queue/py", "grün", content_type="text/plain", headers={"note": special})
    connection.ack(listener.take("MESSAGE").headers["ack"])
    connection.begin("t")
    connection.send("/queue/py", "in a transaction", transaction="t")
    connection.commit("t")
    connection.nack(listener.take("MESSAGE").headers["ack"], requeue="false")
    time.sleep(2.2)
    connection.unsubscribe("1")
    connection.disconnect(receipt="bye")
    listener.gone.get(timeout=5)

    for number, kind, options in [(2, stomp.StompConnection11, {"vhost": "/"}), (3, stomp.StompConnection10, {})]:
        connection, listener = connect(number, kind, **options)
        connection.subscribe("/queue/py", id="1")
        headers = {"colour": ("red", "blue")} if number == 3 else {"note": special}
        connection.send("/queue/py", "with length", headers=headers)
        listener.take("MESSAGE")
        connection.disconnect(receipt="bye")
        listener.gone.get(timeout=5)


def leave_after_error(connection, listener):
    listener.take("ERROR")
    time.sleep(0.5)
    connection.transport.disconnect_socket()


def refused():
    leave_after_error(*connect(1, stomp.StompConnection12, passcode="guess", wait=False, vhost="/"))
    for number, command, headers in [(2, "HELLO", {"to": "you"}), (3, "SEND", {"destination": "/nowhere"})]:
        connection, listener = connect(number, stomp.StompConnection12, vhost="/")
        connection.send_frame(command, headers)
        leave_after_error(connection, listener)


{"session": session, "refused": refused}[scenario]()
