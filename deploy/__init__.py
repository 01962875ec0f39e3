"""How wirewatch is run: start-up code and the data it ships with. Imports neither processors nor streams."""
