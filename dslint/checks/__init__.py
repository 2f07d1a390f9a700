"""dslint's own advice: small parametrised generators, one idea per module.

`table.CHECKS` names them all; a rule in `rules/*.yaml` picks one, gives it parameters, and
holds the words. A check never reads files or configuration and never stops at the first hit.
"""
