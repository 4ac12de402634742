/// Which units somebody means: names, patterns, and expressions over what units say of themselves.
package io.steward.runtime.targeting;
