// What a packet travels in besides one link header and one IP header: tags, labels, sessions and tunnels.
//
// Each protocol's folder defines its own (an EncapsulationDef in its wire.h). The packet layers collect them from the
// outside in, without allocating; outputs are given words and JSON, and know none of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/endpoint.h"
#include "model/definitions.h"

namespace wstrace {

/// One kind of encapsulation.
struct EncapsulationDef {
  enum class Number : std::uint8_t { none, decimal, mac };

  std::string_view name;          ///< as people write it: "VXLAN"
  std::string_view number = {};   ///< what its number is, and its key in NDJSON: "vni"
  Number form = Number::decimal;  ///< how the number is written
  Layer layer = Layer::data_link;
  bool over_ip = false;  ///< a tunnel between two IP addresses
  std::string_view ref = {};
};

/// One encapsulation of a packet. Trivial, so that an array of them costs a packet nothing that has none.
struct Encapsulation {
  const EncapsulationDef* def;
  std::uint64_t number;
  bool numbered;  ///< GRE may have no key
  bool v6;        ///< of the outer addresses, where `def->over_ip`
  std::array<std::uint8_t, 16> source;
  std::array<std::uint8_t, 16> destination;

  IpAddress outer_source() const { return {source, v6}; }
  IpAddress outer_destination() const { return {destination, v6}; }
};

/// All of a packet's encapsulations, outermost first.
class Encapsulations {
 public:
  static constexpr std::size_t kMost = 8;

  Encapsulations() : size_(0), key_(0) {}  // items_ is written as it is filled

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool full() const { return size_ == kMost; }
  const Encapsulation* begin() const { return items_.data(); }
  const Encapsulation* end() const { return items_.data() + size_; }

  void push(const EncapsulationDef& def);
  void push(const EncapsulationDef& def, std::uint64_t number);
  /// For those over IP: between whom.
  void push(const EncapsulationDef& def, std::uint64_t number, bool numbered, const IpAddress& from,
            const IpAddress& to);

  /// Tells stacks apart: the same for both directions of a tunnel, 0 when there is none.
  std::uint64_t key() const { return key_; }
  /// 3 when one of them is a tunnel over IP.
  Layer layer() const;

  /// "VLAN 7 · VXLAN 42 (192.0.2.1 → 192.0.2.2)"; `reversed` when the packet came from the server.
  std::string text(bool reversed) const;
  /// [{"name":"VLAN","id":7},{"name":"VXLAN","vni":42,"source":"192.0.2.1","destination":"192.0.2.2"}]
  std::string json(bool reversed) const;

 private:
  Encapsulation& add(const EncapsulationDef& def, std::uint64_t number, bool numbered);
  void mix(std::uint64_t value);

  std::size_t size_;
  std::uint64_t key_;
  std::array<Encapsulation, kMost> items_;
};

}  // namespace wstrace
