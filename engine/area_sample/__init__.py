"""Areas and accuracies from points that people interpret: planned, drawn, estimated, and told on pages."""
