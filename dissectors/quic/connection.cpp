#include "dissectors/quic/connection.h"

#include "dissectors/quic/claim.h"
#include "dissectors/quic/definitions.h"

namespace wstrace::quic {

bool Connection::on_datagram(DatagramContext& ctx, Direction dir, const Datagram& datagram) {
  if (dir == Direction::c2s) return on_client(ctx, datagram);
  on_server(ctx, datagram);
  return true;
}

/// False when it begins another connection.
bool Connection::on_client(DatagramContext& ctx, const Datagram& datagram) {
  const auto header = read_long_header(datagram.bytes);
  if (!header) {
    if (!datagram.bytes.empty() && !is_long(datagram.bytes)) go_on(ctx);
    return true;
  }
  const Version* const version = find_version(header->version);
  if (version == nullptr) {
    take_unknown_version(ctx, datagram, *header);
    return true;
  }
  if (!is_for_this(*header) && is_first_initial(datagram, *header)) {
    if (!may_begin_again(*read_packet(datagram.bytes, *header, *version))) return false;
    begin(*header);
  }
  take_packets(ctx, datagram, header->destination);
  return true;
}

/// Packets for another id than the first one have no place in a datagram (RFC 9000 12.2).
void Connection::take_packets(DatagramContext& ctx, const Datagram& datagram, Bytes destination) {
  Bytes rest = datagram.bytes;
  while (is_long(rest)) {
    const auto header = read_long_header(rest);
    const Version* const version = header ? find_version(header->version) : nullptr;
    if (version == nullptr || !Id(destination).is(header->destination)) return;
    const auto packet = read_packet(rest, *header, *version);
    if (!packet) return;
    if (packet->type == PacketType::initial) take_initial(ctx, datagram, *packet, rest);
    if (packet->type == PacketType::handshake) go_on(ctx);
    rest = after(rest, packet->size);
  }
  if (!rest.empty()) go_on(ctx);
}

void Connection::take_initial(DatagramContext& ctx, const Datagram& datagram, const Packet& packet, Bytes bytes) {
  if (const auto opened = client_keys_.open(packet, bytes, room_)) {
    read_initial(ctx, datagram, *opened);
  } else if (packet.size > bytes.size()) {  // a snap length cut it
    count_try(ctx, datagram, tries_.last_number + 1);
    emit_as_it_is(ctx);
  }
}

void Connection::take_unknown_version(DatagramContext& ctx, const Datagram& datagram, const LongHeader& header) {
  if (!is_for_this(header)) begin(header);
  count_try(ctx, datagram, tries_.last_number + 1);
  emit_as_it_is(ctx);
}

bool Connection::is_for_this(const LongHeader& header) const {
  const bool first = header.version == version_ && destination_.is(header.destination);
  return version_ != 0 && (first || (server_ && server_->is(header.destination)));
}

/// A client that a Version Negotiation lets begin anew; or a Retry, which the capture lacks.
bool Connection::may_begin_again(const Packet& packet) const {
  return version_ == 0 || negotiated_ || (!answered_ && !packet.token.empty());
}

void Connection::begin(const LongHeader& header) {
  version_ = header.version;
  destination_ = keys_id_ = Id(header.destination);
  source_ = Id(header.source);
  server_.reset();
  crypto_.clear();
  tries_ = {};
  reported_ = negotiated_ = retried_ = answered_ = answer_reported_ = went_on_ = closed_ = false;
  undelivered_ = unanswered_reported_ = false;
  client_keys_.stop();
  server_keys_.stop();
  const Version* const version = find_version(version_);
  if (version != nullptr) client_keys_.start(*version, keys_id_.bytes(), Direction::c2s);
}

void Connection::read_initial(DatagramContext& ctx, const Datagram& datagram, const InitialKeys::Opened& opened) {
  bool closes = false;
  const auto take_crypto = [&](const CryptoFrame& frame) {
    if (!reported_) crypto_.add(frame.offset, frame.data, ctx.limits().quic_hello);
  };
  const auto take_close = [&](const CloseFrame& frame) {
    closes = true;
    emit_close(ctx, Direction::c2s, datagram, frame);
  };
  each_frame(opened.payload, take_crypto, take_close);
  if (!closes) count_try(ctx, datagram, opened.number);
  emit_when_whole(ctx);
}

/// Numbers are not used twice (RFC 9000 12.3): an older one is a copy, or came late.
void Connection::count_try(DatagramContext& ctx, const Datagram& datagram, std::uint64_t number) {
  if (tries_.count != 0 && number <= tries_.last_number) return;
  if (tries_.count++ == 0) tries_.first = ctx.now();
  tries_.last_number = number;
  tries_.last = ctx.now();
  tries_.packets = tries_.packets.joined(datagram.packets);
}

void Connection::go_on(DatagramContext& ctx) {
  if (went_on_) return;
  went_on_ = true;
  emit_as_it_is(ctx);
  client_keys_.stop();
  server_keys_.stop();
  room_ = {};
}

void Connection::on_server(DatagramContext& ctx, const Datagram& datagram) {
  answered_ = true;
  for (Bytes rest = datagram.bytes; is_long(rest);) {
    const auto header = read_long_header(rest);
    if (!header) return;
    if (header->version == 0) return take_negotiation(ctx, datagram, *header);
    const Version* const version = find_version(header->version);
    if (version == nullptr || !source_.is(header->destination)) return;
    const auto packet = read_packet(rest, *header, *version);
    if (!packet) return;
    if (packet->type == PacketType::retry) return take_retry(ctx, datagram, *packet, *version);
    take_answer(ctx, datagram, *packet, *version, rest);
    rest = after(rest, packet->size);
  }
}

/// It must answer the client (RFC 9000 6.2), unless the capture lacks the client's Initial.
void Connection::take_negotiation(DatagramContext& ctx, const Datagram& datagram, const LongHeader& header) {
  const bool answers = version_ == 0 || (source_.is(header.destination) && destination_.is(header.source));
  if (negotiated_ || !answers || !is_negotiation(header, datagram.bytes)) return;
  emit_as_it_is(ctx);
  negotiated_ = true;
  emit_negotiation(ctx, datagram, after(datagram.bytes, header.size));
}

/// The client's next Initial is for the id that the Retry comes from, and so are the keys (RFC 9001 5.2).
void Connection::take_retry(DatagramContext& ctx, const Datagram& datagram, const Packet& packet,
                            const Version& version) {
  if (retried_ || !is_authentic_retry(version, destination_.bytes(), datagram.bytes)) return;
  retried_ = true;
  server_ = keys_id_ = Id(packet.header.source);
  client_keys_.start(version, keys_id_.bytes(), Direction::c2s);
  emit_retry(ctx, datagram);
}

/// The server may answer in another version than it was asked in (RFC 9368 2.3).
void Connection::take_answer(DatagramContext& ctx, const Datagram& datagram, const Packet& packet,
                             const Version& version, Bytes bytes) {
  if (!answer_reported_) {
    answer_reported_ = true;
    emit_answer(ctx, datagram, version.number);
    server_keys_.start(version, keys_id_.bytes(), Direction::s2c);
  }
  server_ = Id(packet.header.source);
  const auto opened = server_keys_.open(packet, bytes, room_);
  if (!opened) return;
  const auto take_close = [&](const CloseFrame& frame) { emit_close(ctx, Direction::s2c, datagram, frame); };
  each_frame(
      opened->payload, [](const CryptoFrame&) {}, take_close);
}

const NoteDef* Connection::on_undelivered(DatagramContext& ctx, Direction sender) {
  if (sender != Direction::c2s || answered_ || undelivered_) return nullptr;
  undelivered_ = true;
  emit_as_it_is(ctx);
  return &note::undelivered;
}

void Connection::on_end(DatagramContext& ctx, End) {
  if (version_ != 0) emit_as_it_is(ctx);
  emit_unanswered(ctx);
}

}  // namespace wstrace::quic
