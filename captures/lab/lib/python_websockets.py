"""A server of Python's websockets that answers each message: python_websockets.py HOST PORT PING_INTERVAL PING_TIMEOUT.

Writes a line of JSON, { kind, ... }, for each thing that its handler gets.
"""
import asyncio
import json
import sys

import websockets

host, port = sys.argv[1], int(sys.argv[2])
interval, timeout = float(sys.argv[3]), float(sys.argv[4])


def log(kind, **fields):
    print(json.dumps({"kind": kind, **fields}), flush=True)


async def serve(socket):
    log("open", protocol="", extensions="")
    try:
        async for text in socket:
            log("message", opcode="text", text=text)
            await socket.send(f"got {text}")
    except websockets.ConnectionClosed:
        pass
    await socket.wait_closed()
    log("closed", code=socket.close_code)


async def main():
    async with websockets.serve(
        serve, host, port, ping_interval=interval, ping_timeout=timeout, close_timeout=2, compression=None
    ):
        log("listening")
        await asyncio.Future()


asyncio.run(main())
