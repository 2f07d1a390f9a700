"""The `dslint lsp` command: a language server on standard input and output."""
