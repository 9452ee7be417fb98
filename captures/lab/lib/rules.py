"""What the switch does to chosen frames: a rule matches TCP over IPv4 by direction and purpose, and acts on some of them.

A rule is {"from": "client" or "server", "what": …, "do": …} and may have
  skip   how many frames that match are left alone first (0)
  count  how many are acted on after that (1; -1 is all)
  least  the smallest payload that matches, in bytes
  says   text that the payload must have in it
what: syn, syn-ack, data, ack (nothing else), fin, rst, any
do:   lose; late (ms); twice (ms until the copy); forge-reset (the receiver gets the frame, and after ms a reset whose
      sequence number is `ahead` bytes beyond); refuse (the sender is told ICMP "port unreachable" in the receiver's name, as
      firewalls do); damage (one bit of the window changes, and the checksum does not)
"""

import struct

ETHERNET = 14
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10
SOURCE_AND_DESTINATION = slice(12, 20)
WINDOW = 14


class Segment:
    """A TCP segment over IPv4 in an Ethernet frame, or nothing of the kind (`valid` is false)."""

    def __init__(self, frame):
        self.frame = frame
        ip = frame[ETHERNET:]
        self.valid = frame[12:14] == b"\x08\x00" and len(ip) >= 40 and ip[9] == 6
        if not self.valid:
            return
        self.ip_length = (ip[0] & 15) * 4
        tcp = ip[self.ip_length : struct.unpack_from("!H", ip, 2)[0]]
        self.flags = tcp[13]
        self.payload = tcp[(tcp[12] >> 4) * 4 :]
        self.sequence = struct.unpack_from("!I", tcp, 4)[0]

    def purpose(self):
        if self.flags & SYN:
            return "syn-ack" if self.flags & ACK else "syn"
        if self.flags & RST:
            return "rst"
        if self.flags & FIN:
            return "fin"
        return "data" if self.payload else "ack"

    def damaged(self):
        """The frame with one bit of TCP's window turned over."""
        frame = bytearray(self.frame)
        frame[ETHERNET + self.ip_length + WINDOW + 1] ^= 1
        return bytes(frame)

    def port_unreachable(self):
        """The frame, back to the sender, of the ICMP error that speaks of this segment (RFC 792)."""
        ip = self.frame[ETHERNET:]
        icmp = bytearray(struct.pack("!BBHI", 3, 3, 0, 0) + ip[: self.ip_length + 8])
        struct.pack_into("!H", icmp, 2, checksum(bytes(icmp)))
        head = bytearray(struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(icmp), 0xF00D, 0, 64, 1, 0) + ip[16:20] + ip[12:16])
        struct.pack_into("!H", head, 10, checksum(bytes(head)))
        return self.frame[6:12] + self.frame[:6] + self.frame[12:14] + bytes(head) + bytes(icmp)

    def reset(self, ahead):
        """The frame of a reset by the same sender, with a sequence number that many bytes after this segment."""
        link, ip = self.frame[:ETHERNET], bytearray(self.frame[ETHERNET : ETHERNET + 20])
        ports = self.frame[ETHERNET + self.ip_length :][:4]
        sequence = (self.sequence + len(self.payload) + ahead) & 0xFFFFFFFF
        tcp = bytearray(ports + struct.pack("!IIBBHHH", sequence, 0, 5 << 4, RST, 0, 0, 0))
        pseudo = bytes(ip[SOURCE_AND_DESTINATION]) + struct.pack("!BBH", 0, 6, len(tcp))
        struct.pack_into("!H", tcp, 16, checksum(pseudo + tcp))
        ip[0] = 0x45
        struct.pack_into("!HH", ip, 2, 20 + len(tcp), 0xF00D)
        struct.pack_into("!H", ip, 10, 0)
        struct.pack_into("!H", ip, 10, checksum(ip))
        return link + bytes(ip) + bytes(tcp)


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Rule:
    def __init__(self, rule):
        self.rule = rule
        self.left = rule.get("skip", 0)
        self.more = rule.get("count", 1)

    def takes(self, sender, segment):
        rule = self.rule
        if self.more == 0 or rule["from"] != sender or rule["what"] not in ("any", segment.purpose()):
            return False
        if len(segment.payload) < rule.get("least", 0) or rule.get("says", "").encode() not in segment.payload:
            return False
        if self.left > 0:
            self.left -= 1
            return False
        self.more -= 1
        return True

    def deliveries(self, segment, normal):
        """(seconds from now, frame) for all that is delivered in its place; a third element for what goes back."""
        frame, later = segment.frame, normal + self.rule.get("ms", 0) / 1000
        return {
            "lose": lambda: [],
            "late": lambda: [(later, frame)],
            "twice": lambda: [(normal, frame), (later, frame)],
            "refuse": lambda: [(normal, segment.port_unreachable(), "back")],
            "damage": lambda: [(normal, segment.damaged())],
            "forge-reset": lambda: [(normal, frame), (later, segment.reset(self.rule.get("ahead", 0)))],
        }[self.rule["do"]]()


class Rules:
    def __init__(self, rules):
        self.rules = [Rule(rule) for rule in rules]

    def deliveries(self, sender, frame, normal):
        """None when no rule is about the frame."""
        segment = Segment(frame)
        if segment.valid:
            for rule in self.rules:
                if rule.takes(sender, segment):
                    return rule.deliveries(segment, normal)
        return None
