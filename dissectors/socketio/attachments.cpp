#include "dissectors/socketio/attachments.h"

#include "dissectors/socketio/scratch.h"

namespace wstrace::socketio {

void Attachments::begin(const Message& message, std::uint64_t announced) {
  end();
  waiting_ = true;
  announced_ = announced;
  packets_ = message.packets;
  carried_ = message.carried;
  text_ = as_text(message.payload);
}

void Attachments::add(const Message& message, const Limits& limits) {
  const Bytes bytes = message.payload;
  ++received_;
  size_ += bytes.size();
  packets_ = packets_.joined(message.packets);
  carried_ += message.carried;
  over_limit_ = over_limit_ || message.truncated || ends_.size() >= limits.attachments ||
                bytes.size() > limits.message - bytes_.size();
  if (over_limit_) return;
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  ends_.push_back(bytes_.size());
}

void Attachments::end() {
  waiting_ = false;
  over_limit_ = false;
  announced_ = received_ = size_ = 0;
  packets_ = {};
  carried_ = {};
  empty_scratch(text_);
  empty_scratch(bytes_);
  empty_scratch(ends_);
}

Bytes Attachments::operator[](std::size_t i) const {
  const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
  return Bytes(bytes_).subspan(begin, ends_[i] - begin);
}

}  // namespace wstrace::socketio
