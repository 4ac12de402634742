/// How everything is measured: the ways of doing one task take turns within one run, so that other
/// load on the machine affects all of them; each is compared with the first, the floor.
package io.steward.benchmark.measure;
