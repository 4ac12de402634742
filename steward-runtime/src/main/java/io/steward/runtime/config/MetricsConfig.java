package io.steward.runtime.config;

import io.steward.api.Description;

/// Where a node shows what it measures. It shows it nowhere when there is no such part.
///
/// @param listen where a scraper asks
public record MetricsConfig(
    @Description(
            "Where a scraper asks, such as 127.0.0.1:9464. A port alone is on the loopback address;"
                + " whoever reaches any other can read the names of methods and how much they do.")
        ListenAddress listen) {}
