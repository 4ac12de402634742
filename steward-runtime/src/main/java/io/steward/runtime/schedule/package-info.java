/// When recurring work is due: cron expressions, time zones, and what happens to missed runs.
/// Nothing here reads a clock or waits.
package io.steward.runtime.schedule;
