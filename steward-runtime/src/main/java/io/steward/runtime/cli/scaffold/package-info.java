/// What `steward new-plugin` writes.
///
/// {@link io.steward.runtime.cli.scaffold.PluginTemplate} fills in the template, whose files are
/// resources of this package; {@link io.steward.runtime.cli.scaffold.PluginNames} derives the names
/// in it from the one that was typed.
package io.steward.runtime.cli.scaffold;
