"""What is watched over the runs of a workspace: movement and its parts, who drifts, concentration and trend."""
