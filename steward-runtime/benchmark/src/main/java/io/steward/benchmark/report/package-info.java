/// What was measured, for people and for programs.
package io.steward.benchmark.report;
