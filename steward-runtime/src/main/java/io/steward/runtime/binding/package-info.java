/// Text and records, each made from the other: the only room that knows Jackson.
package io.steward.runtime.binding;
