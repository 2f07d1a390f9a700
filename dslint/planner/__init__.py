"""DaemonSets × nodes: where pods will run, why not elsewhere, what it costs, how an update rolls out."""
