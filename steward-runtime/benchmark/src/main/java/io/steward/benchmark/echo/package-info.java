/// What is called directly, and as a plugin: the same class file, packed into a jar.
package io.steward.benchmark.echo;
