"""Reading JavaScript and TypeScript without running them."""
