/// The results, for people and for programs.
package io.steward.benchmark.report;
