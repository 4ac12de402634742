package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import io.steward.runtime.databind.Tree;
import java.util.Optional;

/// How a source runs.
///
/// @param to the node that receives its events; empty for a source that sends none
/// @param with the source's settings
public record SourceBinding(
    @Description(
            "The node that receives its events; not allowed for a source that only reports facts.")
        Optional<NodeName> to,
    @Description("The source's settings.") Optional<Tree> with) {}
