"""A record survives its way through an archive byte for byte, whatever bytes they are."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import Invalid
from streams.archive.archived_record import decode_line, encode_line, record_digest

_maybe_bytes = (
    st.none() | st.binary(max_size=200) | st.text(max_size=50).map(lambda text: text.encode("utf-8", "ignore"))
)
_headers = st.lists(st.tuples(st.text("abc.", min_size=1, max_size=8), st.binary(max_size=20)), max_size=3)


@given(_maybe_bytes, _maybe_bytes, st.integers(-1, 1 << 41), st.integers(0, 1 << 50), _headers)
def test_every_record_comes_back_as_it_was(
    key: bytes | None, value: bytes | None, timestamp: int, offset: int, headers: list[tuple[str, bytes]]
) -> None:
    line = encode_line(SimpleNamespace(key=key, value=value, timestamp=timestamp, offset=offset, headers=headers))
    assert line.count(b"\n") == 1
    back = decode_line(line.rstrip(b"\n"))
    assert (back.key_bytes, back.value_bytes, back.header_pairs, back.offset) == (key, value, headers, offset)
    assert back.timestamp == (timestamp if timestamp >= 0 else None)


def test_nothing_and_emptiness_and_where_a_key_ends_tell_records_apart() -> None:
    digests = [
        record_digest(1, None, b"x"),
        record_digest(1, b"", b"x"),
        record_digest(1, b"x", b""),
        record_digest(1, b"x", None),
        record_digest(2, b"x", b""),
        record_digest(1, b"a", b"bc"),
        record_digest(1, b"ab", b"c"),
    ]
    assert len({*digests}) == len(digests)


@pytest.mark.parametrize("line", [b"", b"{}", b"[1]", b'{"offset": "x"}', b'{"offset": 1, "surprise": 2}', b"\xff"])
def test_a_line_that_is_no_record_is_damage(line: bytes) -> None:
    with pytest.raises(Invalid, match=r"archive\.damaged"):
        decode_line(line)
