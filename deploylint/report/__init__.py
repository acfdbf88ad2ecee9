"""One module per output format: `render(report)` returns text."""
