"""What crosses a boundary: typed records, their JSON Schemas, topics and tested examples."""
