package io.steward.runtime.config;

import io.steward.api.Description;

/// Where a node serves its metrics. A node without this section serves none.
///
/// @param listen the address for scrapers
public record MetricsConfig(
    @Description(
            "The address for scrapers, such as 127.0.0.1:9464. A port alone means the loopback"
                + " address; anyone who can reach another address can read the names of methods and"
                + " how much they do.")
        ListenAddress listen) {}
