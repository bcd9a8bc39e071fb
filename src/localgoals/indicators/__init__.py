"""One module per theme: arrays in, a number or an array out; then the observations made of them."""
