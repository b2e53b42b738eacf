"""The data plane: reads requests, asks who sends them, runs them on the source, renders the rows."""
