#include "dissectors/socketio/msgpack_packet.h"

#include <msgpack/unpack.hpp>

#include "dissectors/socketio/msgpack_json.h"
#include "dissectors/socketio/scratch.h"

namespace wstrace::socketio {
namespace {

// msgpack specification, "Formats"
constexpr unsigned kFixmap = 0x80;
constexpr unsigned kMap16 = 0xde;
constexpr unsigned kFixarray = 0x90;
constexpr unsigned kArray16 = 0xdc;
constexpr unsigned kFixCount = 0x0f;

constexpr unsigned kLastType = 4;  // CONNECT_ERROR

}  // namespace

/// msgpack-cxx's parser, kept for its stack: msgpack::parse() would allocate one for each value.
struct MsgpackReader::Parser {
  MsgpackToJson visitor;
  msgpack::detail::parse_helper<MsgpackToJson> helper{visitor};
};

MsgpackReader::MsgpackReader() = default;
MsgpackReader::~MsgpackReader() = default;

MsgpackReader::Result MsgpackReader::read(Bytes message, std::size_t most) {
  if (parser_ == nullptr) parser_ = std::make_unique<Parser>();
  message_ = message;
  at_ = 0;
  most_ = most;
  packet_ = {};
  empty_scratch(json_);
  std::uint64_t members = 0;
  if (!take_count(kFixmap, kMap16, members)) return Result::invalid;
  for (; members > 0; --members)
    if (!read_member()) return why_not();
  if (at_ != message_.size() || !packet_.has_type || !packet_.has_nsp) return Result::invalid;
  packet_.head.payload = json_;
  return Result::ok;
}

MsgpackReader::Result MsgpackReader::why_not() const {
  if (parser_->visitor.too_deep()) return Result::too_deep;
  return parser_->visitor.too_large() ? Result::too_large : Result::invalid;
}

bool MsgpackReader::read_member() {
  empty_scratch(skipped_);
  if (!read_value(skipped_)) return false;
  const MsgpackScalar key = parser_->visitor.scalar();
  if (key.kind == MsgpackScalar::Kind::text && key.text == "data") return read_data();
  skipped_.clear();
  return read_value(skipped_) && take_head(key.kind == MsgpackScalar::Kind::text ? key.text : std::string_view{});
}

/// Reads one value and moves behind it.
bool MsgpackReader::read_value(std::string& json) {
  if (at_ >= message_.size()) return false;
  parser_->helper.init();
  parser_->visitor.begin(json, most_);
  const std::string_view text = as_text(message_);
  return parser_->helper.execute(text.data(), text.size(), at_) == msgpack::PARSE_SUCCESS;
}

/// What stands behind one of the head's names. False when no packet has such a value.
bool MsgpackReader::take_head(std::string_view key) {
  using Kind = MsgpackScalar::Kind;
  const MsgpackScalar& value = parser_->visitor.scalar();
  if (key == "type") {
    packet_.has_type = value.kind == Kind::natural && value.number <= kLastType;
    packet_.head.type = static_cast<PacketType>(packet_.has_type ? value.number : 0);
    return packet_.has_type;
  }
  if (key == "nsp") {
    packet_.has_nsp = value.kind == Kind::text;
    packet_.head.nsp = value.text;
    return packet_.has_nsp;
  }
  if (key != "id" || value.kind == Kind::undefined) return true;
  packet_.head.id = value.number;
  return value.kind == Kind::natural;
}

bool MsgpackReader::read_data() {
  empty_scratch(json_);
  const std::size_t begin = at_;
  if (!read_value(json_)) return false;
  const std::size_t end = at_;
  packet_.not_utf8 = parser_->visitor.not_utf8();
  packet_.data_size = end - begin;
  packet_.name_size = 0;
  if (parser_->visitor.scalar().kind == MsgpackScalar::Kind::undefined) json_.clear();  // as if it were not there
  at_ = begin;
  std::uint64_t elements = 0;
  if (take_count(kFixarray, kArray16, elements) && elements > 0) {
    const std::size_t name = at_;
    skipped_.clear();
    if (read_value(skipped_)) packet_.name_size = at_ - name;
  }
  at_ = end;
  return true;
}

/// The head of a map or an array, and how many members follow. False when something else stands here.
bool MsgpackReader::take_count(unsigned fix, unsigned wide16, std::uint64_t& n) {
  if (at_ >= message_.size()) return false;
  const unsigned first = message_[at_];
  const std::size_t left = message_.size() - at_ - 1;
  if ((first & ~kFixCount) == fix) {
    n = first & kFixCount;
    at_ += 1;
  } else if (first == wide16 && left >= 2) {
    n = load_be16(message_, at_ + 1);
    at_ += 3;
  } else if (first == wide16 + 1 && left >= 4) {
    n = load_be32(message_, at_ + 1);
    at_ += 5;
  } else {
    return false;
  }
  return true;
}

}  // namespace wstrace::socketio
