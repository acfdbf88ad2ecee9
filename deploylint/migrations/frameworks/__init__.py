"""One module per migration framework: `detect`, `belongs`, `read`."""
