/// What a node measures, for a scraper of Prometheus or OpenMetrics.
package io.steward.runtime.metrics;
