/// The method `service`: the units of systemd, through its own programs.
package io.steward.plugin.service;
