// The text output: a timeline for people.
//
// A capture is shown session by session, in the order in which they began. A live trace cannot wait for that and is shown
// row by row. Which of the two it is, the capture says.
#pragma once

#include <memory>

#include "model/sink.h"
#include "output/output.h"
#include "output/terminal.h"
#include "output/text_options.h"

namespace wstrace {

class TextSink final : public Sink {
 public:
  TextSink(Output& output, const Terminal& terminal, const TextOptions& options)
      : output_(output), terminal_(terminal), options_(options) {}

  void on_capture(const CaptureFacts& capture) override;
  void on_event(const Event& event) override { reported_->on_event(event); }
  void on_session(const SessionFacts& session) override { reported_->on_session(session); }
  void on_connection_gone(std::uint32_t number) override { reported_->on_connection_gone(number); }
  void on_end(const EndFacts& end) override { reported_->on_end(end); }
  void flush() override { reported_->flush(); }

 private:
  Output& output_;
  Terminal terminal_;
  TextOptions options_;
  std::unique_ptr<Sink> reported_ = std::make_unique<Sink>();  // says nothing until the capture is known
};

}  // namespace wstrace
