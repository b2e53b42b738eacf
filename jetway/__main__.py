"""`python -m jetway` is `jetway`."""

from jetway.cli import main

if __name__ == "__main__":  # a process of ours that works for another one loads this file too
    main()
