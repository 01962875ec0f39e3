"""Detection rules as data: one YAML file for each family, read by `processors.rule_files`."""
