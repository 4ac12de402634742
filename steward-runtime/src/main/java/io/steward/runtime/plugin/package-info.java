/// A folder of jars and the methods in them: the only room that knows PF4J.
///
/// PF4J keeps the plugins: descriptors, version rules, states. The JDK links them: each has a
/// module layer of its own, on a class loader of its own that can be closed, and sees the API,
/// SLF4J and the JDK and nothing of the runtime. A jar that cannot be used is refused alone.
package io.steward.runtime.plugin;
