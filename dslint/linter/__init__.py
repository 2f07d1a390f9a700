"""Documents × rules → findings: the engine, the rules, suppressions, the baseline and fixes."""
