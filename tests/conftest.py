"""What every test of the project can use."""

pytest_plugins = ["tests.servers", "tests.line_world"]
