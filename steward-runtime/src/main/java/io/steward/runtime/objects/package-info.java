/// Objects too large for messages, in pieces that are put, asked for and put again one by one.
package io.steward.runtime.objects;
