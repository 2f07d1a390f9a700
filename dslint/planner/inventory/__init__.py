"""What is planned for: nodes, pods and other objects, read from every form people have them in."""
