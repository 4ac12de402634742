/// Folders and files that only this user may read, whatever the umask, and checks of those that
/// others may have made.
///
/// The entries are {@link io.steward.runtime.files.PrivateFolder} and {@link
/// io.steward.runtime.files.PrivateFile}; {@link io.steward.runtime.files.SecretFile} reads what an
/// operator keeps secret.
@NullMarked
package io.steward.runtime.files;

import org.jspecify.annotations.NullMarked;
