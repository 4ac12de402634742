package io.steward.runtime.config;

import io.steward.api.Description;
import io.steward.api.NodeName;
import io.steward.runtime.databind.Tree;
import java.util.Optional;

/// Where a source sends.
///
/// @param to the node that receives its events; none where it sends none, which the source knows
/// @param with the source's settings
public record SourceBinding(
    @Description("The node that receives its events; not for a source that only tells facts.")
        Optional<NodeName> to,
    @Description("The source's settings.") Optional<Tree> with) {}
