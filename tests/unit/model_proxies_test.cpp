#include "model/proxies.h"

#include <gtest/gtest.h>

#include <vector>

#include "model/remedies.h"

namespace wstrace {
namespace {

using Headers = std::vector<Pair>;

TEST(Proxies, AreNamedByServerAndVia) {
  EXPECT_EQ(proxy_named("nginx/1.22.1"), Proxy::nginx);
  EXPECT_EQ(proxy_named("openresty"), Proxy::nginx);
  EXPECT_EQ(proxy_named("Apache/2.4.62 (Debian)"), Proxy::apache);
  EXPECT_EQ(proxy_named("Caddy"), Proxy::caddy);
  EXPECT_EQ(proxy_named("awselb/2.0"), Proxy::aws);
  EXPECT_EQ(proxy_named("1.1 varnish (Varnish/6.0)"), Proxy::other);
}

TEST(Proxies, AreNoApplicationServers) {
  for (const std::string_view software :
       {"", "Werkzeug/2.2.2 Python/3.11.2", "gunicorn", "uvicorn", "Apache-Coyote/1.1"})
    EXPECT_EQ(proxy_named(software), Proxy::none) << software;
}

TEST(Proxies, ShowThemselvesInTheirAnswers) {
  const std::string_view page =
      "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n";
  EXPECT_EQ(proxy_of_answer(503, {}, page), Proxy::haproxy);
  EXPECT_EQ(proxy_of_answer(502, {}, page), Proxy::none) << "its pages name their status";
  EXPECT_EQ(proxy_of_answer(200, Headers{{"set-cookie", "AWSALB=abc; Path=/"}}, {}), Proxy::aws);
  EXPECT_EQ(proxy_of_answer(200, Headers{{"set-cookie", "io=abc"}}, {}), Proxy::none);
  EXPECT_EQ(proxy_of_answer(200, Headers{{"set-cookie", "SERVERID=s1"}, {"server", "nginx"}}, {}), Proxy::nginx)
      << "a name is surer than a cookie's";
}

TEST(Proxies, ShowThemselvesInRequestsThatTheyPassOn) {
  EXPECT_EQ(proxy_of_request(Headers{{"x-amzn-trace-id", "Root=1-6"}}), Proxy::aws);
  EXPECT_EQ(proxy_of_request(Headers{{"via", "1.1 Caddy"}}), Proxy::caddy);
  EXPECT_EQ(proxy_of_request(Headers{{"x-forwarded-for", "10.0.0.1"}, {"x-forwarded-server", "www"}}), Proxy::apache);
  EXPECT_EQ(proxy_of_request(Headers{{"x-forwarded-server", "t"}, {"x-forwarded-port", "443"}}), Proxy::traefik);
  EXPECT_EQ(proxy_of_request(Headers{{"x-forwarded-for", "10.0.0.1"}}), Proxy::none) << "all of them add this one";
}

/// A Server header alone does not tell who made the answer: proxies write it into what they pass on, too.
TEST(Proxies, MadeAnAnswerWhereItsPageSaysSo) {
  const Headers nginx = {{"server", "nginx/1.22.1"}};
  EXPECT_TRUE(is_proxys_own(429, nginx, "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n"));
  EXPECT_TRUE(is_proxys_own(301, nginx, {}));
  EXPECT_FALSE(is_proxys_own(403, nginx, "{\"code\":4,\"message\":\"Forbidden\"}"));
  EXPECT_FALSE(is_proxys_own(404, Headers{{"server", "uvicorn"}}, {}));
}

TEST(Proxies, HaveAdviceOfTheirOwn) {
  constexpr NoteDef def{.code = "x.y", .text = "a text", .advice = "in general", .remedies = remedy::kIdleLimit};
  EXPECT_NE(def.advice_for(Proxy::haproxy).find("timeout tunnel"), std::string_view::npos);
  EXPECT_NE(def.advice_for(Proxy::apache).find("ProxyTimeout"), std::string_view::npos);
  EXPECT_EQ(def.advice_for(Proxy::none), "in general");
  EXPECT_EQ(def.advice_for(Proxy::other), "in general");
}

}  // namespace
}  // namespace wstrace
