"""Files into the library and out of it, each wholly or not at all."""

from pb_qa.ingest.ingester import Ingester

__all__ = ["Ingester"]
