/// Which methods there are, and which arguments they take.
///
/// {@link io.steward.runtime.cli.method.MethodLookup} finds methods in a plugin folder, for a
/// configuration or on a unit; {@link io.steward.runtime.cli.method.MethodPage} shows them. {@link
/// io.steward.runtime.cli.method.ArgumentCheck} checks arguments before they are sent.
package io.steward.runtime.cli.method;
