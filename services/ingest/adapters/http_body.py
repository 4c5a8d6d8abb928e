"""The body of a response, read within bounds whatever the server sends."""

from __future__ import annotations

import zlib
from typing import Final

from aiohttp import ClientResponse

from shared.errors import RejectedError

_GZIP: Final = 31  # zlib's window bits for a gzip header and nothing else
_CHUNK: Final = 64 * 1024


async def read_body(response: ClientResponse, *, max_wire: int, max_body: int, is_cut: bool = False) -> bytes:
    """
    Read the body, at most `max_wire` bytes as sent and `max_body` bytes as meant: a longer one is refused, or cut there.

    Decompression stops at its bound, so that a bomb costs no more than a page. Only gzip is spoken: that is all we ask for,
    and the other codings cannot be bounded. Bytes after the end of a gzip stream, or an end that never comes, are refused.
    """
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip"}:
        raise _refused("its content coding is not gzip")
    if (response.content_length or 0) > max_wire and not is_cut:
        raise _refused(f"it announces more than {max_wire} bytes")
    inflate = zlib.decompressobj(_GZIP) if coding == "gzip" else None
    body, wire = bytearray(), 0
    async for received in response.content.iter_chunked(_CHUNK):
        wire += len(received)
        if wire > max_wire and not is_cut:
            raise _refused(f"it sends more than {max_wire} bytes")
        body += _inflate(inflate, received, max_body + 1 - len(body)) if inflate else received
        if is_cut and (len(body) > max_body or wire > max_wire):
            return bytes(body[:max_body])
        if len(body) > max_body:
            raise _refused(f"its body is longer than {max_body} bytes")
    if inflate and not inflate.eof:
        raise _refused("its gzip stream does not end")
    return bytes(body)


def _inflate(inflate: zlib._Decompress, received: bytes, room: int) -> bytes:
    try:
        plain = inflate.decompress(received, room)
    except zlib.error:
        raise _refused("its body is not gzip") from None
    if inflate.unused_data:
        raise _refused("bytes follow its gzip stream")
    return plain


def _refused(fact: str) -> RejectedError:
    return RejectedError("fetch-refused", fact)
