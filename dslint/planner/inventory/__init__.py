"""The input of a plan: nodes, pods and other objects, read from every form that people use."""
