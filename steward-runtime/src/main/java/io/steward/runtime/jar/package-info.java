/// Checks whether a file is a valid jar, and who signed it, without running any of its code.
///
/// A zip file describes its content twice, in the central directory at its end and in the local
/// header before each entry. Where the two disagree, so do its readers
/// ([APPNOTE](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT) leaves it open). So a
/// jar is valid only if there is one way to read it, and if it unpacks to what its headers say,
/// within limits.
package io.steward.runtime.jar;
