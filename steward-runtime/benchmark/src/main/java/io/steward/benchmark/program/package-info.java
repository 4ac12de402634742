/// What whole programs cost: the distribution as it is shipped, by its launcher, against a JVM that
/// does nothing. What a process takes is read from Linux's `/proc`.
package io.steward.benchmark.program;
