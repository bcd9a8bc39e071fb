"""Progress over the years by four published methods, each whole in itself and never mixed."""
