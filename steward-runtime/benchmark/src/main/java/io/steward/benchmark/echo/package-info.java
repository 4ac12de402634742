/// The handler that is called directly and as a plugin: the same class file, packed into a jar.
package io.steward.benchmark.echo;
