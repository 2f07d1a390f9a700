"""The project as a whole: who may import whom, what ships, what the README promises."""
