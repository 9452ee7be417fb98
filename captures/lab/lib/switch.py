"""A two-port Ethernet switch in user space, for what this kernel need not offer: bad links and VLAN tags.

Makes the tap interfaces lab-client and lab-server, and lab-mirror when a VLAN is given, says "ready" and forwards frames
until its standard input ends. The mirror port gets a copy of every frame, with the tag that it has inside the switch;
with --span-both it gets two, as from a switch that is told to mirror both directions of both ports.
"""

import argparse
import errno
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

from rules import Rules

TUNSETIFF = 0x400454CA
IFF_TAP_NO_PI = 0x0002 | 0x1000
MAX_FRAME = 2048
ADDRESSES = 12  # both MAC addresses, in front of a VLAN tag
SMALLEST_VICTIM = 80  # leaves ARP alone: it repeats itself only after a second


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP_NO_PI))
    return tap


def delays(options, chance, frame):
    """When, in seconds from now, to deliver each copy of a frame that no rule is about; none for a lost one."""
    normal = options.delay / 1000
    if len(frame) < SMALLEST_VICTIM:
        return [normal]
    draw = chance.random()
    if draw < options.loss:
        return []
    draw -= options.loss
    if draw < options.late:
        return [normal * 3]
    draw -= options.late
    return [normal, normal * 1.5] if draw < options.twice else [normal]


def tagged(frame, vlan):
    return frame[:ADDRESSES] + struct.pack("!HH", 0x8100, vlan) + frame[ADDRESSES:]


def deliver(port, frame):
    try:
        os.write(port, frame)
    except OSError as error:
        if error.errno != errno.EIO:  # the port is not up yet
            raise


def forward(options):
    client, server = open_tap("lab-client"), open_tap("lab-server")
    mirror = open_tap("lab-mirror") if options.vlan else None
    other = {client: server, server: client}
    names = {client: "client", server: "server"}
    chance = random.Random(options.seed)
    rules = Rules(options.rules)
    waiting = []  # (due, order, port, frame)
    order = 0
    print("ready", flush=True)

    while True:
        pause = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select([client, server, sys.stdin], [], [], pause)
        if sys.stdin in readable:
            return
        for port in readable:
            frame = os.read(port, MAX_FRAME)
            if mirror is not None and options.span_both:
                deliver(mirror, tagged(frame, options.vlan))
            deliveries = rules.deliveries(names[port], frame, options.delay / 1000)
            if deliveries is None:
                deliveries = [(delay, frame) for delay in delays(options, chance, frame)]
            for delay, copy, *back in deliveries:
                order += 1
                heapq.heappush(waiting, (time.monotonic() + delay, order, port if back else other[port], copy))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, port, frame = heapq.heappop(waiting)
            deliver(port, frame)
            if mirror is not None:
                deliver(mirror, tagged(frame, options.vlan))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--delay", type=float, default=0, help="milliseconds in each direction")
    parser.add_argument("--loss", type=float, default=0, help="share of frames that vanish, 0 to 1")
    parser.add_argument("--late", type=float, default=0, help="share that is overtaken by later frames")
    parser.add_argument("--twice", type=float, default=0, help="share that arrives twice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rules", type=json.loads, default=[], help="what happens to chosen frames, see rules.py")
    parser.add_argument("--span-both", action="store_true", help="mirror frames as they come in, too")
    parser.add_argument("--vlan", type=int, help="VLAN id seen at the mirror port")
    forward(parser.parse_args())


if __name__ == "__main__":
    main()
