"""A real Kafka broker and a real Elasticsearch node on 127.0.0.1, without Docker.

For the demo, the tests and a first look, not for production: one node each, no replication, no passwords.
"""

from deploy.local.errors import StackError
from deploy.local.stack import Endpoints, LocalStack, ServerStatus, default_state_dir

__all__ = ["Endpoints", "LocalStack", "ServerStatus", "StackError", "default_state_dir"]
