// FileReader: what the readers of both file formats share: the input, the count of packets, and how they give up.
#pragma once

#include <string>
#include <utility>

#include "capture/input_buffer.h"
#include "capture/source.h"

namespace wstrace::capture {

/// A captured length beyond this is damage, whatever the file claims.
inline constexpr std::size_t kLargestPacket = std::size_t{256} << 20;

class FileReader : public PacketSource {
 public:
  FileReader(InputBuffer input, std::string name) : input_(std::move(input)), name_(std::move(name)) {}

  /// Reads the file's header, which is known to begin with the format's magic number. Says what is wrong with it, in
  /// words that follow the file's name; empty when all is well. `idle` data are waited for by the caller beforehand.
  virtual std::string start() = 0;
  /// How many bytes start() needs.
  virtual std::size_t header_size() const = 0;

  const std::vector<InterfaceFacts>& interfaces() const final { return interfaces_; }
  std::string damage() const final { return damage_; }
  InputBuffer& input() { return input_; }

 protected:
  /// The answer to an ensure() of `wanted` bytes for one record that was not `ok`.
  Result starved(Fill fill, std::size_t wanted, const char* record);
  /// The record at the input's offset makes no sense.
  Result broken(const std::string& what);

  bool is_over() const { return last_ != Result::packet; }
  Result last() const { return last_; }

  InputBuffer input_;
  std::vector<InterfaceFacts> interfaces_;
  std::uint64_t packets_ = 0;

 private:
  Result damaged(const std::string& what, const std::string& advice);

  std::string name_;
  std::string damage_;
  Result last_ = Result::packet;  ///< `end` or `damaged` when the source is over
};

}  // namespace wstrace::capture
