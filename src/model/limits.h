// Every cap that keeps wstrace's memory bounded, in one place. Meeting one is an event that says so.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/event.h"

namespace wstrace {

struct Limits {
  /// Bytes that a stream layer may ask the host to keep for one unit of one direction.
  std::size_t unit = std::size_t{32} << 20;
  /// Bytes that arrived ahead of a hole and wait for it to be filled, per direction.
  std::size_t out_of_order = std::size_t{4} << 20;
  /// Segments kept ahead of a hole, per direction: small ones cost more than their bytes.
  std::size_t out_of_order_segments = 4096;
  /// One WebSocket message, joined and inflated.
  std::size_t message = std::size_t{16} << 20;
  /// One inflated message may be this many times its compressed size (and is always allowed 64 KiB).
  std::size_t inflate_ratio = 1100;
  /// An HTTP head: start line and header fields.
  std::size_t http_head = std::size_t{64} << 10;
  /// Streams of one HTTP/2 connection that are open at once; the oldest one gives way.
  std::size_t http2_streams = 4096;
  /// A message of the TLS handshake; chains of certificates are the longest.
  std::size_t tls_handshake = std::size_t{128} << 10;
  /// The ClientHello of a QUIC connection, which comes in pieces and in any order.
  std::size_t quic_hello = std::size_t{16} << 10;
  /// Packets of a pipe that are read ahead for secrets that stand behind them.
  std::size_t keys_ahead = std::size_t{64} << 20;
  /// What a connection brings while its keys may still be written (a live trace, a pipe that has paused): bytes of one
  /// connection and of all together, and for how long.
  std::size_t keys_bytes = std::size_t{1} << 20;
  std::size_t keys_bytes_of_all = std::size_t{64} << 20;
  Duration keys_wait = Duration{60} * kSecond;
  /// A decoded HTTP body that an upper layer wants to see.
  std::size_t http_body = std::size_t{8} << 20;
  /// Socket.IO acknowledgements awaited at once, per session.
  std::size_t pending_acks = 4096;
  /// Attachments of one Socket.IO packet, and the event names counted per session.
  std::size_t attachments = 1024;
  std::size_t event_names = 256;
  /// Connections alive at once, and sessions that live on without one; the longest idle one gives way.
  std::size_t connections = std::size_t{1} << 18;
  std::size_t sessions = std::size_t{1} << 16;
  /// Clients that are remembered, to know them when they come again, and the numbers of sessions kept for one finding.
  std::size_t clients = std::size_t{1} << 14;
  std::size_t sessions_listed = 1000;
  /// Headers of one packet within one another: link, tags, labels, tunnels, IP.
  unsigned packet_headers = 24;
  /// Datagrams of which fragments are missing, their bytes, and for how long they are waited for (RFC 1122 3.3.2,
  /// RFC 8200 4.5).
  std::size_t fragmented_datagrams = 1024;
  std::size_t fragment_bytes = std::size_t{16} << 20;
  Duration fragment_wait = Duration{60} * kSecond;
  /// Ways that the packets of one connection come by (tags, tunnels) which are reported; further ones are not.
  std::size_t encapsulations = 8;
  /// A connection without any packet for this long is taken as abandoned.
  Duration idle = Duration{3600} * kSecond;
  /// A closed connection is kept this long after its last segment (RFC 9293 3.6.1: TIME-WAIT). One that was refused waits as
  /// long for its client to get through at another address (RFC 8305 5: a refusal starts the next attempt at once).
  Duration linger = kSecond;
  /// Flows of datagrams that are followed at once; the longest idle one gives way. One to which nobody has answered is
  /// given up after a silence of the first time (clients wait twice as long before each new try, QUIC's 8 s at last:
  /// RFC 9002 6.2.1), any other one after the second.
  std::size_t datagram_flows = 4096;
  Duration datagram_answer = Duration{15} * kSecond;
  Duration datagram_idle = Duration{120} * kSecond;
  /// A hole that the peer acknowledged is given up after this many further segments of the connection, or with the first
  /// one after this time.
  unsigned gap_patience = 16;
  Duration gap_time = kSecond / 10;
  /// Packets that a file has in another order than that of their times are put right within this time (dumpcap empties
  /// the buffers of its interfaces four times a second), and within so many packets and bytes that are held back.
  Duration reorder_time = kSecond;
  std::size_t reorder_packets = 4096;
  std::size_t reorder_bytes = std::size_t{16} << 20;
  /// An answer that takes longer is reported as slow: no cap, but a limit all the same.
  Duration slow = kSecond;
  /// Moments are written as times of day, as a live trace's rows have them: no cap, either.
  bool live = false;
  /// Findings of one kind that are reported one by one (ICMP errors of a connection, or of connections that are not known);
  /// the others are counted.
  unsigned max_individual_reports = 16;
};

}  // namespace wstrace
