"""The long-lived worker: one Faust app, one agent a step.

`main` runs it, `app` puts it together, `agents/` holds the agents, a file each. What makes it
lose nothing: `acks` (an offset is committed when the broker holds everything that its message
caused), `guards` (defects of the libraries, closed), `watchdog` (a worker that does nothing any
more gives up), and `pipeline.pool` (a page that hangs or kills its process costs nobody else).
"""
