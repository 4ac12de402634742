/// What the operator wrote, as records; or everything that is wrong with it, at once.
package io.steward.runtime.config;
