#include "dissectors/icmp/meaning.h"

#include <array>
#include <initializer_list>

#include "dissectors/icmp/definitions.h"

namespace wstrace::icmp {
namespace {

/// Codes of "destination unreachable": RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1.
constexpr std::array<std::string_view, 16> kV4Unreachable = {"network unreachable",
                                                             "host unreachable",
                                                             "protocol unreachable",
                                                             "port unreachable",
                                                             "fragmentation needed and forbidden",
                                                             "source route failed",
                                                             "destination network unknown",
                                                             "destination host unknown",
                                                             "source host isolated",
                                                             "network administratively prohibited",
                                                             "host administratively prohibited",
                                                             "network unreachable for this type of service",
                                                             "host unreachable for this type of service",
                                                             "communication administratively prohibited",
                                                             "host precedence violation",
                                                             "precedence cut-off in effect"};

/// RFC 4443 3.1.
constexpr std::array<std::string_view, 8> kV6Unreachable = {"no route to destination",
                                                            "communication administratively prohibited",
                                                            "beyond scope of source address",
                                                            "address unreachable",
                                                            "port unreachable",
                                                            "source address failed ingress/egress policy",
                                                            "reject route to destination",
                                                            "error in source routing header"};

constexpr std::array<std::string_view, 4> kRedirect = {
    "for the network", "for the host", "for the network and type of service", "for the host and type of service"};

constexpr std::array<std::string_view, 2> kTimeExceeded = {"the hop limit was exceeded",
                                                           "fragments did not arrive in time"};

constexpr std::array<std::string_view, 3> kV4Parameter = {"the header is wrong", "a required option is missing",
                                                          "a length is wrong"};

constexpr std::array<std::string_view, 4> kV6Parameter = {"a header field is wrong", "an unknown next header",
                                                          "an unknown option",
                                                          "the first fragment has incomplete headers"};

template <std::size_t N>
constexpr std::string_view word(const std::array<std::string_view, N>& text, std::uint8_t code) {
  return code < N ? text[code] : std::string_view("unknown code");
}

constexpr bool is_one_of(std::uint8_t code, std::initializer_list<std::uint8_t> codes) {
  for (const std::uint8_t each : codes)
    if (each == code) return true;
  return false;
}

bool is_unreachable(const Message& m) {
  if (m.v6) return static_cast<V6Type>(m.type) == V6Type::destination_unreachable;
  return static_cast<V4Type>(m.type) == V4Type::destination_unreachable && m.code != kFragmentationNeeded;
}

bool is_prohibited(const Message& m) {
  return m.v6 ? is_one_of(m.code, {1, 5, 6}) : is_one_of(m.code, {9, 10, 13, 14, 15});
}

bool is_port(const Message& m) { return m.code == (m.v6 ? 4 : 3); }

std::string_view v6_meaning(const Message& m) {
  switch (static_cast<V6Type>(m.type)) {
    case V6Type::destination_unreachable: return word(kV6Unreachable, m.code);
    case V6Type::packet_too_big: return "packet too big";
    case V6Type::time_exceeded: return word(kTimeExceeded, m.code);
    case V6Type::parameter_problem: return word(kV6Parameter, m.code);
  }
  return "unknown type";
}

std::string_view v4_meaning(const Message& m) {
  switch (static_cast<V4Type>(m.type)) {
    case V4Type::destination_unreachable: return word(kV4Unreachable, m.code);
    case V4Type::source_quench: return "send more slowly";
    case V4Type::redirect: return word(kRedirect, m.code);
    case V4Type::time_exceeded: return word(kTimeExceeded, m.code);
    case V4Type::parameter_problem: return word(kV4Parameter, m.code);
  }
  return "unknown type";
}

const EventDef& v6_event(const Message& m) {
  switch (static_cast<V6Type>(m.type)) {
    case V6Type::packet_too_big: return event::packet_too_big;
    case V6Type::time_exceeded: return event::time_exceeded;
    case V6Type::parameter_problem: return event::parameter_problem;
    case V6Type::destination_unreachable: break;
  }
  return event::unreachable;
}

}  // namespace

const EventDef& event_of(const Message& m) {
  if (m.v6) return v6_event(m);
  switch (static_cast<V4Type>(m.type)) {
    case V4Type::destination_unreachable:
      return m.code == kFragmentationNeeded ? event::fragmentation_needed : event::unreachable;
    case V4Type::source_quench: return event::source_quench;
    case V4Type::redirect: return event::redirect;
    case V4Type::time_exceeded: return event::time_exceeded;
    case V4Type::parameter_problem: break;
  }
  return event::parameter_problem;
}

std::string_view meaning_of(const Message& m) { return m.v6 ? v6_meaning(m) : v4_meaning(m); }

const NoteDef* note_of(const Message& m, bool connecting) {
  const EventDef* const event = &event_of(m);
  if (event == &event::fragmentation_needed) return &note::fragmentation_needed;
  if (event == &event::packet_too_big) return &note::packet_too_big;
  if (event == &event::time_exceeded) return &note::time_exceeded;
  if (event == &event::parameter_problem) return &note::parameter_problem;
  if (event != &event::unreachable) return nullptr;
  if (is_prohibited(m)) return &note::prohibited;
  if (!connecting) return &note::undelivered;
  return is_port(m) ? &note::port_unreachable : &note::unreachable;
}

bool fails_connect(const Message& m) { return is_unreachable(m); }

}  // namespace wstrace::icmp
