"""Carries a recorded conversation by another way: wrap.py <way> <capture> <new.pcapng>

Reads a capture (pcap or pcapng; Ethernet or Linux cooked v2), puts every packet into the encapsulation and writes pcapng.
Times stay as they were recorded, unless a way says otherwise, and all numbers are fixed, so that the same capture gives
the same bytes. For encapsulations that the recording kernel cannot make: what is inside them was really sent.
"""

import struct
import sys
from collections import namedtuple

# A packet: time in nanoseconds, an Ethernet frame (with made-up addresses where none were recorded).
Packet = namedtuple("Packet", "time frame")

ETHERNET, PPP, RADIOTAP, LINUX_SLL2 = 1, 9, 127, 276
IPV4, IPV6 = 0x0800, 0x86DD
CLIENT_MAC, SERVER_MAC = bytes.fromhex("02005e005301"), bytes.fromhex("02005e005302")
OUTER_MACS = bytes.fromhex("02005e00530b02005e00530a")
BSSID = bytes.fromhex("02005e0053aa")
# Documentation addresses (RFC 5737, RFC 3849): near the client and near the server.
NEAR4, FAR4 = bytes([198, 51, 100, 1]), bytes([203, 0, 113, 1])
NEAR6, FAR6 = bytes.fromhex("20010db8000100000000000000000001"), bytes.fromhex("20010db8000200000000000000000001")
MTU4, MTU6 = 256, 128  # that fragments are cut for: small, so that small conversations have some


# Reading


def records(data):
    """(link type, time, bytes) of each packet."""
    return pcapng_records(data) if data[:4] == b"\x0a\x0d\x0d\x0a" else pcap_records(data)


def pcap_records(data):
    unit = {0xA1B2C3D4: 1000, 0xA1B23C4D: 1}[struct.unpack_from("<I", data)[0]]
    (link,) = struct.unpack_from("<I", data, 20)
    at = 24
    while at < len(data):
        seconds, fraction, length, _ = struct.unpack_from("<IIII", data, at)
        yield link, seconds * 10**9 + fraction * unit, data[at + 16 : at + 16 + length]
        at += 16 + length


def pcapng_records(data):
    links, at = [], 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 1:
            links.append((struct.unpack_from("<H", data, at + 8)[0], resolution(data[at + 16 : at + length - 4])))
        if kind == 6:
            interface, high, low, captured, _ = struct.unpack_from("<IIIII", data, at + 8)
            link, unit = links[interface]
            yield link, (high << 32 | low) * unit, data[at + 28 : at + 28 + captured]
        at += length


def resolution(options):
    """Nanoseconds of one tick (if_tsresol, option 9; powers of ten only)."""
    at = 0
    while at + 4 <= len(options):
        code, length = struct.unpack_from("<HH", options, at)
        if code == 9:
            return 10 ** (9 - options[at + 4])
        at += 4 + (length + 3) // 4 * 4
    return 1000


def read(path):
    with open(path, "rb") as file:
        for link, time, data in records(file.read()):
            if link == LINUX_SLL2:
                data = bytes(12) + data[:2] + data[20:]
            elif link != ETHERNET:
                raise SystemExit(f"wrap.py: link type {link} is not read")
            yield Packet(time, data)


# Writing


def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def write(path, link, packets):
    nanoseconds = struct.pack("<HHB3x", 9, 1, 9) + bytes(4)
    with open(path, "wb") as file:
        file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
        file.write(block(1, struct.pack("<HHI", link, 0, 262144) + nanoseconds))
        for time, frame in packets:
            head = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
            file.write(block(6, head + frame))


# Parts of packets


def ip_of(frame):
    return frame[14:]


def type_of(packet):
    return IPV6 if packet[0] >> 4 == 6 else IPV4


def checksum(data):
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ipv4(source, destination, protocol, content, identification=0, fragment=0):
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(content), identification, fragment, 64, protocol, 0, source, destination)
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + content


def ipv6(source, destination, protocol, content):
    return struct.pack("!IHBB16s16s", 6 << 28, len(content), protocol, 64, source, destination) + content


def ethernet(kind, content, macs=OUTER_MACS):
    return macs + struct.pack("!H", kind) + content


def snap(packet):
    return bytes.fromhex("aaaa03000000") + struct.pack("!H", type_of(packet)) + packet


class Way:
    """Which side sends a packet, and counters; one for each conversion."""

    def __init__(self):
        self.clients = set()
        self.count = 0
        self.data = 0

    def from_client(self, packet):
        """The side that sent the first SYN of a pair of ports is the client."""
        at = 40 if type_of(packet) == IPV6 else (packet[0] & 15) * 4
        source, destination, flags = packet[at : at + 2], packet[at + 2 : at + 4], packet[at + 13]
        if flags & 0x12 == 0x02:
            self.clients.add((source, destination))
        return (source, destination) in self.clients

    def next(self):
        self.count += 1
        return self.count

    def over4(self, packet, protocol, content):
        ends = (NEAR4, FAR4) if self.from_client(packet) else (FAR4, NEAR4)
        return ethernet(IPV4, ipv4(*ends, protocol, content, self.next() & 0xFFFF))

    def over6(self, packet, protocol, content):
        ends = (NEAR6, FAR6) if self.from_client(packet) else (FAR6, NEAR6)
        return ethernet(IPV6, ipv6(*ends, protocol, content))

    def udp(self, packet, port, content):
        return self.over4(packet, 17, struct.pack("!HHHH", 49152 + self.count % 1000, port, 8 + len(content), 0) + content)


# The ways. Each gets the conversion's state and a frame, and returns a frame, or several (in time order).


def qinq(way, frame):
    return frame[:12] + struct.pack("!HHHH", 0x88A8, 100, 0x8100, 0xE007) + frame[12:]


def length_frame(way, frame):
    body = snap(ip_of(frame))
    return OUTER_MACS + struct.pack("!H", len(body)) + body


def mpls(way, frame):
    """Labels are each direction's own."""
    packet = ip_of(frame)
    inner = 17 if way.from_client(packet) else 19
    return ethernet(0x8847, struct.pack("!II", (inner - 1) << 12 | 0x40, inner << 12 | 0x140) + packet)


def mpls_pseudowire(way, frame):
    label = 18 if way.from_client(ip_of(frame)) else 20
    control_word = struct.pack("!I", way.next() & 0xFFFF)
    return ethernet(0x8847, struct.pack("!I", label << 12 | 0x140) + control_word + frame)


def pppoe(way, frame):
    packet = ip_of(frame)
    protocol = 0x0057 if type_of(packet) == IPV6 else 0x0021
    return ethernet(0x8864, struct.pack("!BBHHH", 0x11, 0, 7, len(packet) + 2, protocol) + packet)


def ppp(way, frame):
    packet = ip_of(frame)
    return b"\xff\x03" + struct.pack("!H", 0x0057 if type_of(packet) == IPV6 else 0x0021) + packet


def gre(way, frame):
    packet = ip_of(frame)
    return way.over4(packet, 47, struct.pack("!HH", 0, type_of(packet)) + packet)


def gre_key(way, frame):
    """Ethernet in GRE with all of its options: checksum, key and sequence number."""
    rest = struct.pack("!II", 42, way.count) + frame
    head = struct.pack("!HH", 0xB000, 0x6558)
    return way.over4(ip_of(frame), 47, head + struct.pack("!HH", checksum(head + bytes(4) + rest), 0) + rest)


def nvgre(way, frame):
    return way.over4(ip_of(frame), 47, struct.pack("!HHI", 0x2000, 0x6558, 5000 << 8 | 5) + frame)


def erspan_2(way, frame):
    gre_head = struct.pack("!HHI", 0x1000, 0x88BE, way.count)
    return mirrored(way, gre_head + struct.pack("!HHI", 0x1007, 100, 5) + frame)


def erspan_3(way, frame):
    gre_head = struct.pack("!HHI", 0x1000, 0x22EB, way.count)
    return mirrored(way, gre_head + struct.pack("!HHIHH", 0x2007, 100, way.count * 1000, 0, 0) + frame)


def mirrored(way, content):
    """A switch sends both directions to whoever captures."""
    return ethernet(IPV4, ipv4(FAR4, NEAR4, 47, content, way.next() & 0xFFFF))


def ip_in_ip(way, frame):
    packet = ip_of(frame)
    return way.over4(packet, 41 if type_of(packet) == IPV6 else 4, packet)


def ip_in_ipv6(way, frame):
    packet = ip_of(frame)
    return way.over6(packet, 41 if type_of(packet) == IPV6 else 4, packet)


def geneve(way, frame):
    option = struct.pack("!HBB4s", 0x0102, 0x80, 1, b"lab!")
    return way.udp(ip_of(frame), 6081, struct.pack("!BBHI", 2, 0, 0x6558, 42 << 8) + option + frame)


def gtp_u(way, frame):
    """A phone's packets: the tunnel's number is each direction's own; a PDU session container (TS 38.415) in front."""
    packet = ip_of(frame)
    up = way.from_client(packet)
    extension = struct.pack("!HBBBBBB", 0, 0, 0x85, 1, 0x10 if up else 0x00, 9, 0)
    head = struct.pack("!BBHI", 0x34, 255, len(extension) + len(packet), 1001 if up else 2002)
    return way.udp(packet, 2152, head + extension + packet)


def nested(way, frame):
    """A VXLAN that is carried through GRE, on a link with VLANs."""
    inner = struct.pack("!II", 0x08000000, 42 << 8) + frame
    datagram = ip_of(way.udp(ip_of(frame), 4789, inner))
    carried = way.over4(ip_of(frame), 47, struct.pack("!HH", 0, IPV4) + datagram)
    return carried[:12] + struct.pack("!HH", 0x8100, 7) + carried[12:]


def wifi(way, frame):
    """Monitor mode beside an access point: radiotap with FCS; QoS frames from the station, plain ones to it; every
    fourth frame with data is sent twice, since its acknowledgement was not heard."""
    packet = ip_of(frame)
    up = way.from_client(packet)
    number = way.next()
    addresses = BSSID + CLIENT_MAC + SERVER_MAC if up else CLIENT_MAC + BSSID + SERVER_MAC
    tail = struct.pack("<H", number << 4 & 0xFFFF) + (b"\x00\x00" if up else b"") + snap(packet)

    def on_air(flags):
        body = bytes([0x88 if up else 0x08, flags]) + struct.pack("<H", 44) + addresses + tail
        head = struct.pack("<BBHIQBB", 0, 0, 18, 0x00000007, number * 1000, 0x10, 12)
        return head + body + struct.pack("<I", fcs(body))

    way_bits = 0x01 if up else 0x02
    way.data += 1 if has_data(packet) else 0
    again = has_data(packet) and way.data % 4 == 0
    return [on_air(way_bits)] + ([on_air(way_bits | 0x08)] if again else [])


def has_data(packet):
    """An IPv4 packet whose TCP segment is more than a header."""
    header = (packet[0] & 15) * 4
    return len(packet) > header + packet[header + 12] // 16 * 4


def fcs(data):
    import zlib

    return zlib.crc32(data)


def fragments4(packet, size, identification):
    head, content = packet[:20], packet[20:]
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    out = []
    for n, part in enumerate(parts):
        where = n * size // 8 | (0x2000 if n + 1 < len(parts) else 0)
        out.append(ipv4(head[12:16], head[16:20], head[9], part, identification, where))
    return out


def fragments6(packet, size, identification):
    content = packet[40:]
    out = []
    for at in range(0, len(content), size):
        more = 1 if at + size < len(content) else 0
        extension = struct.pack("!BBHI", packet[6], 0, at | more, identification)
        out.append(ipv6(packet[8:24], packet[24:40], 44, extension + content[at : at + size]))
    return out


def cut(way, packet):
    """A datagram's fragments, when it is too large."""
    six = type_of(packet) == IPV6
    if len(packet) <= (MTU6 if six else MTU4):
        return [packet]
    if six:
        return fragments6(packet, (MTU6 - 48) // 8 * 8, way.next())
    return fragments4(packet, (MTU4 - 20) // 8 * 8, way.next())


def framed(packets):
    return [ethernet(type_of(packet), packet) for packet in packets]


def fragments(way, frame):
    """Every second datagram's fragments come in another order."""
    parts = cut(way, ip_of(frame))
    return framed(parts if way.count % 2 else [*parts[1:], parts[0]])


def fragments_overlap(way, frame):
    """The first fragment of each datagram comes again with another TCP checksum, and once more as it was."""
    parts = cut(way, ip_of(frame))
    if len(parts) > 1:
        at = 20 + 16  # the checksum's place
        forged = parts[0][:at] + bytes(byte ^ 0xFF for byte in parts[0][at : at + 2]) + parts[0][at + 2 :]
        parts = [parts[0], forged, parts[0], *parts[1:]]
    return framed(parts)


def fragment_lost(way, frame):
    """The first datagram that is cut loses its second fragment; a retransmission time-out later it is sent again, with
    another identification. What follows comes later by as much."""
    parts = cut(way, ip_of(frame))
    if len(parts) == 1 or way.count > 1:
        return framed(parts)
    again = cut(way, ip_of(frame))
    return framed([parts[0], *parts[2:]]) + [Later(210_000_000), *framed(again)]


class Later(int):
    """Put between the frames that a way returns: what follows, in the whole capture, comes so many nanoseconds later."""


WAYS = {
    "qinq": qinq,
    "snap": length_frame,
    "mpls": mpls,
    "mpls-pseudowire": mpls_pseudowire,
    "pppoe": pppoe,
    "ppp": ppp,
    "gre": gre,
    "gre-key": gre_key,
    "nvgre": nvgre,
    "erspan-2": erspan_2,
    "erspan-3": erspan_3,
    "ip-in-ip": ip_in_ip,
    "ip-in-ipv6": ip_in_ipv6,
    "geneve": geneve,
    "gtp-u": gtp_u,
    "nested": nested,
    "wifi": wifi,
    "fragments": fragments,
    "fragments-overlap": fragments_overlap,
    "fragment-lost": fragment_lost,
}
LINKS = {"ppp": PPP, "wifi": RADIOTAP}


def convert(name, packets):
    way, later = Way(), 0
    for packet in packets:
        if type_of(ip_of(packet.frame)) == IPV6:
            packet = Packet(packet.time, ethernet(IPV6, ip_of(packet.frame)))
        made = WAYS[name](way, packet.frame)
        for n, frame in enumerate(made if isinstance(made, list) else [made]):
            if isinstance(frame, Later):
                later += frame
            else:
                yield packet.time + later + n * 1000, frame


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in WAYS:
        raise SystemExit(f"usage: wrap.py {'|'.join(WAYS)} capture new.pcapng")
    name, source, target = sys.argv[1:]
    write(target, LINKS.get(name, ETHERNET), convert(name, read(source)))


if __name__ == "__main__":
    main()
