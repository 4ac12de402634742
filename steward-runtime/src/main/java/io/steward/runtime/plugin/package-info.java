/// A folder of plugin jars and the methods in them: the only package that uses PF4J.
///
/// PF4J handles the plugins' descriptors, version rules and states. The JDK links them: each has a
/// module layer of its own, on its own class loader that can be closed, and sees the API, SLF4J and
/// the JDK, but nothing of the runtime. An unusable jar is refused without affecting the others.
///
/// Reading and linking a jar runs none of its code. A folder opened for a node then creates each
/// method once; a folder opened to {@linkplain io.steward.runtime.plugin.PluginFolder#inspect
/// inspect} it does not.
package io.steward.runtime.plugin;
