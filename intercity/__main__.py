"""``python -m intercity``."""

from intercity.cli import main

if __name__ == "__main__":
    main()
