"""The pure heart of Jetway: data and functions, no I/O, no framework, standard library only."""
