/// The configuration that an operator writes, as records, with all its problems reported at once.
package io.steward.runtime.config;
