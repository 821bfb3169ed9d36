"""The errors that a user can do something about; everything else is a bug."""


class PipelineError(Exception):
    """Its message says what is wrong, where, and what to do; the command shows it as one line."""

    exit_code = 1
