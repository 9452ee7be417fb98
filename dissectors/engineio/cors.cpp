#include "dissectors/engineio/cors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace wstrace::engineio {
namespace {

constexpr std::string_view kAllowOrigin = "access-control-allow-origin";
/// Of a header's value that is shown.
constexpr std::size_t kLongestShown = 120;

/// Headers that a proxy adds, and no browser sends.
constexpr std::array kOfProxies =
    std::to_array<std::string_view>({"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"});

/// Methods that need no permission (Fetch standard, "CORS-safelisted method").
constexpr std::array kSafeMethods = std::to_array<std::string_view>({"GET", "HEAD", "POST"});

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Calls for each element of a comma-separated list until `accept` says yes.
template <class Accept>
bool any_of_list(std::string_view list, Accept accept) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (accept(trimmed(list.substr(0, comma)))) return true;
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return false;
}

bool lists(std::string_view list, std::string_view name) {
  return any_of_list(list, [name](std::string_view each) { return each == "*" || same_name(each, name); });
}

/// All values of a header, as a browser joins them.
std::string joined(const ResponseHead& answer, std::string_view name) {
  std::string all;
  for (const auto& [each, value] : answer.headers) {
    if (each != name) continue;
    if (!all.empty()) all += ", ";
    all += value;
  }
  return all;
}

/// Sent by a browser itself, and for a page of another origin.
bool is_across(const RequestHead& head, std::string_view origin) {
  const std::string_view site = head.header("sec-fetch-site");
  if (!site.empty()) return site == "cross-site" || site == "same-site";
  const std::string_view host = head.header("host");
  const std::size_t scheme = origin.find("://");
  if (origin == "null") return true;
  return !host.empty() && scheme != std::string_view::npos && !same_name(origin.substr(scheme + 3), host);
}

/// Why the answer's permission does not hold for the page's origin; empty when it does.
std::string wrong_origin(const CrossOrigin& asked, const ResponseHead& answer) {
  const std::string allowed = joined(answer, kAllowOrigin);
  if (allowed.empty()) return fmt::format("has no Access-Control-Allow-Origin header, which must be {}", asked.origin);
  if (allowed == "*" || allowed == asked.origin) return {};
  const std::string shown = allowed.substr(0, kLongestShown);
  if (allowed.find(',') != std::string::npos)
    return fmt::format("has several values of Access-Control-Allow-Origin ({}), and exactly one is accepted", shown);
  return fmt::format("says Access-Control-Allow-Origin: {}, which is not the page's origin", shown);
}

}  // namespace

CrossOrigin read_cross_origin(const RequestHead& head) {
  CrossOrigin asked;
  const std::string_view origin = head.header("origin");
  const bool browser = head.header("user-agent").starts_with("Mozilla/");
  const bool proxied = std::any_of(kOfProxies.begin(), kOfProxies.end(),
                                   [&](std::string_view each) { return !head.header(each).empty(); }) ||
                       same_name(head.header("connection"), "close");
  if (origin.empty() || origin.size() > kLongestShown || !browser || proxied || !is_across(head, origin)) return asked;
  asked.origin = origin;
  asked.credentials = !head.header("cookie").empty();
  asked.method = head.header("access-control-request-method").substr(0, kLongestShown);
  asked.headers = head.header("access-control-request-headers").substr(0, kLongestShown);
  return asked;
}

std::optional<Withheld> withheld_answer(const CrossOrigin& asked, const ResponseHead& answer) {
  if (!asked) return std::nullopt;
  if (std::string story = wrong_origin(asked, answer); !story.empty()) return Withheld{std::move(story)};
  const bool any = joined(answer, kAllowOrigin) == "*";
  if (any)
    return Withheld{"says Access-Control-Allow-Origin: *, which is not accepted for a request with credentials",
                    asked.credentials};
  if (asked.credentials && answer.header("access-control-allow-credentials") != "true")
    return Withheld{"has no Access-Control-Allow-Credentials: true, and the request came with cookies"};
  return std::nullopt;
}

std::optional<std::string> failed_preflight(const CrossOrigin& asked, const ResponseHead& answer) {
  if (!asked) return std::nullopt;
  if (std::string story = wrong_origin(asked, answer); !story.empty()) return story;
  if (answer.status / 100 != 2)
    return fmt::format("has the status {}, and only 200 to 299 are accepted", answer.status);
  const std::string methods = joined(answer, "access-control-allow-methods");
  const bool safe = std::find(kSafeMethods.begin(), kSafeMethods.end(), asked.method) != kSafeMethods.end();
  if (!asked.method.empty() && !safe && !lists(methods, asked.method))
    return fmt::format("does not allow the method {} (Access-Control-Allow-Methods)", asked.method);
  const std::string headers = joined(answer, "access-control-allow-headers");
  std::string refused;
  any_of_list(asked.headers, [&](std::string_view each) {
    if (!each.empty() && !lists(headers, each)) refused = each;
    return !refused.empty();
  });
  if (refused.empty()) return std::nullopt;
  return fmt::format("does not allow the header {} (Access-Control-Allow-Headers)", refused);
}

}  // namespace wstrace::engineio
