/// Real nodes and a real broker that die, stall, lose their disks and their links, at exact points
/// of the code and at random; and a checker that judges what is left of it all: nothing lost,
/// nothing done twice. Everything random comes from a seed, and a failure says which.
@NullMarked
package io.steward.distribution.faults;

import org.jspecify.annotations.NullMarked;
