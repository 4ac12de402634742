/// Conversion between text and records: the only package that uses Jackson.
///
/// {@link io.steward.runtime.databind.Document} parses text and records the position of every part;
/// {@link io.steward.runtime.databind.Binder} binds it to records, or reports all its problems at
/// once; {@link io.steward.runtime.databind.PlainData} converts records back; {@link
/// io.steward.runtime.databind.JsonSchema} describes what can be bound.
package io.steward.runtime.databind;
