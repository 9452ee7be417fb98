// Community ID v1: one name for a flow that Zeek, Suricata, Wireshark and others give it, too.
#pragma once

#include <string>

#include "core/endpoint.h"

namespace wstrace {

/// Of a TCP connection, with the seed 0: "1:" and 28 characters of base64; the same from both of its sides.
std::string community_id(const Endpoint& one, const Endpoint& other);

}  // namespace wstrace
