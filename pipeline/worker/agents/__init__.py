"""The agents, one a step, in the order in which a page meets them. See `pipeline.worker.runner`."""
