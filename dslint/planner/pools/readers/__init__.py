"""One module per format that declares pools of nodes: it converts an object to pools."""
