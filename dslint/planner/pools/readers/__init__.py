"""One module for each format that declares pools of nodes: an object goes in, pools come out."""
