// The notes about IP: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/ip/definitions.h"

namespace wstrace::ip {
namespace note {

constexpr NoteDef not_followed{
    .code = "ip.not-followed",
    .severity = Severity::note,
    .text = "wstrace does not follow {what}: what it carries is missing from this trace",
    .ref = {},
    .advice = "capture inside the tunnel, at one of its ends",
    .explain = "wstrace does not follow this kind of packet: what it carries is missing from this trace"};

constexpr NoteDef encrypted{
    .code = "ip.encrypted",
    .severity = Severity::note,
    .text = "{what}: the content is encrypted and missing from this trace",
    .ref = {},
    .advice = "capture at one end of the tunnel, before packets are encrypted or after they are decrypted",
    .explain = "the content of this packet is encrypted or compressed and missing from this trace"};

constexpr NoteDef nesting{.code = "ip.nesting-limit",
                          .severity = Severity::warning,
                          .text = "{what}: wstrace does not follow the packet further",
                          .ref = {},
                          .advice = "this is a safety limit of wstrace; real networks nest a few tunnels, not dozens",
                          .explain = "the packet has more nested headers than wstrace follows"};

constexpr NoteDef unreadable{
    .code = "ip.unreadable",
    .severity = Severity::warning,
    .text = "{what}: the headers contradict each other, or the capture cut them off",
    .ref = {},
    .advice = "record whole packets (-s 0)",
    .explain = "the headers of this packet contradict each other, or the capture cut them off"};

constexpr NoteDef fragmented{
    .code = "ip.fragmented",
    .severity = Severity::note,
    .text = "TCP segments arrive in IP fragments: they are larger than a link on the path carries",
    .ref = "RFC 8900 3.3",
    .advice =
        "one lost fragment costs the whole segment; let path MTU discovery work (do not drop ICMP \"fragmentation "
        "needed\", keep DF set) or lower the MSS at the tunnel"};

constexpr NoteDef tunnel_fragmented{
    .code = "ip.tunnel-fragmented",
    .severity = Severity::note,
    .text =
        "the tunnel's packets arrive in IP fragments: with the tunnel's headers they are larger than a link on the "
        "path carries",
    .ref = "RFC 4459 3",
    .advice =
        "lower the MTU of the tunnel interface by the size of its headers (50 bytes for VXLAN over IPv4), or raise the "
        "MTU of the underlying network"};

constexpr NoteDef missing{
    .code = "ip.fragments-missing",
    .severity = Severity::warning,
    .text = "an IP datagram could not be reassembled: {reason}[; missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .advice = "the network or the capture lost a fragment, and with it the whole datagram; TCP has to retransmit it",
    .explain = "an IP datagram could not be reassembled, because fragments are missing or do not fit together"};

constexpr NoteDef overlap{.code = "ip.fragment-overlap",
                          .severity = Severity::warning,
                          .text =
                              "two overlapping fragments of a datagram differ in the bytes that they "
                              "share; the ones that came first are shown",
                          .ref = "RFC 5722, RFC 3128",
                          .advice =
                              "the receiver may have read the other ones: packet filters are deceived this "
                              "way, or a device on the path damages fragments"};

constexpr NoteDef bad_checksum{
    .code = "ip.bad-checksum",
    .severity = Severity::warning,
    .text =
        "the IPv4 header of a packet from {from} was damaged in transit: its checksum is wrong, so the next hop drops "
        "the packet, and so does wstrace",
    .ref = "RFC 791 3.1",
    .advice = "look for a bad cable, network card or driver, or a middlebox that changes packets",
    .explain =
        "an IPv4 header was damaged in transit: its checksum is wrong, so the next hop drops the packet, and so does "
        "wstrace"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::not_followed, &note::unreadable, &note::encrypted,
                                     &note::nesting,      &note::fragmented, &note::tunnel_fragmented,
                                     &note::missing,      &note::overlap,    &note::bad_checksum};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::ip
