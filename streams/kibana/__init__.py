"""What an analyst finds in Kibana on day one: built from deploy/kibana, imported, and checked."""

from streams.kibana.bundle import BUNDLE, build_objects, bundle_text

__all__ = ["BUNDLE", "build_objects", "bundle_text"]
