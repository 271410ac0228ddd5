"""Lets ``python -m khabar`` run the command line."""

from khabar.commands import run

if __name__ == "__main__":
    run()
