/// The method `service`: controls systemd units through systemctl and journalctl.
package io.steward.plugin.service;
