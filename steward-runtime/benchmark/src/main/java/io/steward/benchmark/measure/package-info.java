/// How anything is measured: the ways of doing one thing, in turn within one run, so that whatever
/// else the machine does meets all of them; each set against the first, the floor.
package io.steward.benchmark.measure;
