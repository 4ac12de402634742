/// The metrics of a node, for a scraper of Prometheus or OpenMetrics.
package io.steward.runtime.metrics;
