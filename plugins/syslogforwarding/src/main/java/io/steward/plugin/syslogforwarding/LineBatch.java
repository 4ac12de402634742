package io.steward.plugin.syslogforwarding;

import io.steward.api.Description;
import java.util.List;

/// Some lines, in the order in which they came.
///
/// @param first the number of the first line since the source started, so that gaps show
/// @param dropped how many datagrams the source could not keep since it started
/// @param lines the lines
public record LineBatch(
    @Description("The number of the first line since the source started, from 1.") long first,
    @Description("How many datagrams the source could not keep since it started.") long dropped,
    @Description("The lines, in the order in which they came.") List<SyslogMessage> lines) {}
