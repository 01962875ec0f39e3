"""`python -m streams.cli`: the command without its script, as child processes start it."""

from streams.cli import main

main()
