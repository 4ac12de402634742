/// A folder of plugin jars and the methods in them: the only package that uses PF4J.
///
/// PF4J handles the plugins' descriptors, version rules and states. The JDK links them: each has a
/// module layer of its own, on its own class loader that can be closed, and sees the API, SLF4J and
/// the JDK, but nothing of the runtime. An unusable jar is refused without affecting the others.
package io.steward.runtime.plugin;
