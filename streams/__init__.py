"""Moves the data: settings, topics, agents, the Elasticsearch sink and the command line."""
