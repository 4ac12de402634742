/// Selecting units by names, patterns, and expressions over the attributes that units report.
package io.steward.runtime.targeting;
