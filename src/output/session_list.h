// The list output: one line a session, in the order of their numbers; live, as each ends.
//
// Columns fit what is in them: the first sessions are held back to see how wide that is.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/sink.h"
#include "output/closing.h"
#include "output/text_options.h"
#include "output/text_writer.h"

namespace wstrace {

class SessionListSink final : public Sink {
 public:
  SessionListSink(Output& output, const Terminal& terminal, const TextOptions& options)
      : writer_(output, terminal), options_(options) {}

  void on_capture(const CaptureFacts& capture) override { live_ = capture.live; }
  void on_session(const SessionFacts& session) override;
  void on_end(const EndFacts& end) override;
  void flush() override { writer_.flush(); }

 private:
  static constexpr std::size_t kCells = 12;
  using Cells = std::array<std::string, kCells>;

  static Cells cells_of(const SessionFacts& session);
  void ready(Cells cells);
  void print_sampled();
  void fit_columns();
  void print(const Cells& cells, Style style);

  TextWriter writer_;
  TextOptions options_;
  bool live_ = false;
  Tally tally_;
  std::map<std::uint32_t, std::unique_ptr<Cells>> waiting_;  // ended before a lower number did
  std::uint32_t next_ = 1;
  std::vector<Cells> sampled_;  // lines from which the columns' widths are taken
  bool fitted_ = false;
  std::array<std::size_t, kCells> widths_{};  // 0: the column is left out
};

}  // namespace wstrace
