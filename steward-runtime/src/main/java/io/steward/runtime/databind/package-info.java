/// Text and records, each made from the other: the only room that knows Jackson.
///
/// {@link io.steward.runtime.databind.Document} reads text and keeps where everything stands;
/// {@link io.steward.runtime.databind.Binder} makes records of it, or all its problems at once;
/// {@link io.steward.runtime.databind.PlainData} is the way back; {@link
/// io.steward.runtime.databind.JsonSchema} describes what may be written.
package io.steward.runtime.databind;
