"""``python -m advisor`` is the ``advisor`` command."""

from advisor.cli.main import main

if __name__ == "__main__":
    main()
