package io.steward.plugin.httprequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlPatternTest {

  private static boolean permits(String pattern, String url) {
    return UrlPattern.parse(pattern).permits(URI.create(url));
  }

  @Test
  void aStarMatchesWithinOnePart() {
    assertThat(permits("http://*.example.org/*", "http://a.example.org/b")).isTrue();
    assertThat(permits("http://*.example.org/*", "http://evil/x.example.org/b")).isFalse();
    assertThat(permits("http://*.example.org/*", "http://evil?x.example.org/b")).isFalse();
    assertThat(permits("http://127.0.0.1:*/*", "http://127.0.0.1:8080/a?b=c")).isTrue();
    assertThat(permits("http://127.0.0.1:*/*", "http://127.0.0.1.evil:8080/")).isFalse();
  }

  @Test
  void theDefaultPortIsImplied() {
    assertThat(permits("https://a/", "https://a:443/")).isTrue();
    assertThat(permits("http://a:80/", "http://a/")).isTrue();
    assertThat(permits("http://a/", "http://a:8080/")).isFalse();
    assertThat(permits("http://a/", "https://a:80/")).isFalse();
  }

  @Test
  void aPathIncludesItsQuery() {
    assertThat(permits("http://a/status", "http://a/status")).isTrue();
    assertThat(permits("http://a/status", "http://a/status?all")).isFalse();
    assertThat(permits("http://a/status?*", "http://a/status?all")).isTrue();
    assertThat(permits("http://a", "http://a/any?thing")).isTrue();
    assertThat(permits("http://a/*", "http://a")).isTrue();
  }

  @Test
  void hostsAreCaseInsensitiveAndMayBeAddresses() {
    assertThat(permits("http://Example.org", "HTTP://eXample.ORG/")).isTrue();
    assertThat(permits("http://[::1]:*", "http://[::1]:8080/")).isTrue();
  }

  @Test
  void starsMatchOneAfterTheOther() {
    assertThat(permits("http://a/*b*b", "http://a/xbxb")).isTrue();
    assertThat(permits("http://a/*b*b", "http://a/b")).isFalse();
    assertThat(permits("http://a/b*b", "http://a/b")).isFalse();
    assertThat(permits("http://a/**", "http://a/")).isTrue();
    assertThat(permits("http://a/*\\E", "http://a/x")).isFalse();
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isLinearInTheUrl() {
    assertThat(permits("http://a/*-*-*-*x", "http://a/" + "-".repeat(60_000))).isFalse();
    assertThat(permits("http://a/?*a*a*a*a*ax", "http://a/?" + "a".repeat(60_000))).isFalse();
    assertThat(permits("http://*a*a*a*a*ax/", "http://" + "a".repeat(6000) + "/")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "ftp://a/", "http://", "http://user@a/", "http://a:b/", "a/b"})
  void refusesMalformedPatterns(String written) {
    assertThatThrownBy(() -> UrlPattern.parse(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write one such as http://127.0.0.1:8080/*");
  }
}
