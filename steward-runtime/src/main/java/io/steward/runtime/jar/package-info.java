/// Whether a file is a sound jar, and who signed it; found out without running anything of it.
///
/// Those who read a zip file disagree about what is in it when its two descriptions, the directory
/// at its end and the headers before each entry, do
/// ([APPNOTE](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT) leaves it open). So a
/// jar is sound when there is one way to read it, and when it unpacks to what it says and to no
/// more than may be.
package io.steward.runtime.jar;
