#include "model/idle.h"

#include <algorithm>
#include <array>

namespace wstrace {
namespace {

/// In seconds.
constexpr std::array kUsualLimits = {5, 10, 15, 20, 30, 45, 50, 55, 60, 75, 90, 100, 120, 180, 240, 300, 350, 600};

}  // namespace

bool is_usual_idle_limit(Duration quiet) {
  return std::any_of(kUsualLimits.begin(), kUsualLimits.end(), [quiet](int seconds) {
    const Duration limit = seconds * kSecond;
    return quiet >= limit - kSecond / 10 && quiet <= limit + limit / 50;
  });
}

}  // namespace wstrace
