"""The version of the pipeline, written into every article it publishes."""

VERSION = "0.1.0"
