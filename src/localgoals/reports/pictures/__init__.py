"""Pictures of the tools: each module has what is drawn, as a block, and the drawing of it."""
