/// Units, messages and schedules as rows of tables, as lines and as JSON objects. What they mean is
/// known to `fleet`; how a table looks, to `cli.terminal`.
package io.steward.runtime.cli.rows;
