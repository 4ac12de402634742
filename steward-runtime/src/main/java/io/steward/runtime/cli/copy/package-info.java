/// The files of `steward copy` on their way between this machine and the broker, which keeps them
/// as objects until the units have fetched them. Both directions resume a copy that was
/// interrupted.
package io.steward.runtime.cli.copy;
