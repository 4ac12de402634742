/// SHA-256, the only digest of the runtime: of bodies, objects, jars, configurations and downloads.
/// It uses no other package, and each may use it. Plugins do not see it.
@NullMarked
package io.steward.runtime.digest;

import org.jspecify.annotations.NullMarked;
