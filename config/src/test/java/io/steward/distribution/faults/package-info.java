/// Real nodes and a real broker that crash, stall, and lose their disks and links, at exact points
/// of the code and at random; and a checker that verifies the result: nothing lost, nothing done
/// twice. All randomness comes from a seed, which a failure prints.
@NullMarked
package io.steward.distribution.faults;

import org.jspecify.annotations.NullMarked;
