/// What whole programs cost: the distribution, run by its launcher, against an idle JVM. The use of
/// resources is read from Linux's `/proc`.
package io.steward.benchmark.program;
