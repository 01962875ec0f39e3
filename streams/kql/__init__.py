"""KQL, Kibana's query language: what is saved there as a search fires here as a rule, with the same hits."""

from streams.kql.compiler import compile_kql
from streams.kql.fields import Field, Fields
from streams.kql.parser import KqlError, parse_kql

__all__ = ["Field", "Fields", "KqlError", "compile_kql", "parse_kql"]
