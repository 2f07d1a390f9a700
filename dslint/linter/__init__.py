"""Documents × rules → findings: the engine, the rulebook, suppressions, folding and fixes."""
