"""`python -m jetway` is `jetway`."""

from jetway.cli import main

main()
