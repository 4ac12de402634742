/// JVMs as the launcher starts them.
package io.steward.benchmark.jvm;
