/// When something is due that recurs: cron expressions, time zones, and what is to be done with
/// what was missed. Nothing here looks at a clock, or waits.
package io.steward.runtime.schedule;
