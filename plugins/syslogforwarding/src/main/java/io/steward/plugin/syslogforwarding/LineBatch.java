package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import java.util.List;

/// Lines in the order in which they were received.
///
/// @param first number of the first line since the source started, so that gaps show
/// @param dropped how many datagrams the source has dropped since it started
/// @param lines the lines
public record LineBatch(
    @Description("The number of the first line since the source started, from 1.") long first,
    @Description("Datagrams dropped since the source started.") long dropped,
    @Description("The lines, in the order received.") List<SyslogMessage> lines) {}
