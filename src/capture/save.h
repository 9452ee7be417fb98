// Saves the packets that are traced (-w), as pcapng with nanoseconds.
//
// What wstrace reads may come from several interfaces with different link types, which only pcapng can say. Multi-byte
// values are in the machine's own order, as the format asks (draft-ietf-opsawg-pcapng 3).
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "model/packet.h"
#include "model/sink.h"

namespace wstrace {

class CaptureSaver {
 public:
  /// Writes to a descriptor, which stays the caller's to close. `name` is for messages.
  CaptureSaver(int descriptor, std::string name);

  /// `interfaces`: those known so far; Packet::interface_id is an index into it.
  void save(const Packet& packet, const std::vector<InterfaceFacts>& interfaces);
  /// Hands on what is pending, and learns of a full disk.
  void flush();
  /// Why saving failed; empty while all is well.
  const std::string& error() const { return error_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void describe(const InterfaceFacts& interface);
  void write(const std::string& block);
  void fail();

  std::string name_;
  std::unique_ptr<std::FILE, Close> file_;
  std::size_t described_ = 0;  // interfaces that the file knows
  std::string block_;
  std::string error_;
};

}  // namespace wstrace
