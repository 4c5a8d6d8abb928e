"""Documents read ahead of their use, so that batches form under load, and none waits for company."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator

from deploy.cli.documents import Document


class Ahead:
    """
    Reads documents in a thread of its own, a bounded number of them and of bytes ahead.

    `take` gives what has arrived: many under load, a single one from a pipe whose writer waits for the answer.
    """

    def __init__(self, documents: Iterator[Document], most: int, most_bytes: int) -> None:
        self._documents, self._most, self._most_bytes = documents, most, most_bytes
        self._ready: deque[Document] = deque()
        self._ended = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def take(self) -> list[Document]:
        """Wait for the next documents, in order; none means the end. What reading raised is raised here, after the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._ended)
            taken: list[Document] = []
            size = 0
            while self._ready and len(taken) < self._most and size < self._most_bytes:
                taken.append(self._ready.popleft())
                size += len(taken[-1].data)
            self._changed.notify_all()
        if not taken and self._error is not None:
            raise self._error
        return taken

    def close(self) -> None:
        """Let everybody go who waits; the thread ends with the next document, or with the process."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _read(self) -> None:
        try:
            for document in self._documents:
                with self._changed:
                    self._changed.wait_for(lambda: self._has_room() or self._ended)
                    if self._ended:
                        return
                    self._ready.append(document)
                    self._changed.notify_all()
        except Exception as error:  # noqa: BLE001 (it belongs to the thread that takes)
            self._error = error
        self.close()

    def _has_room(self) -> bool:
        return len(self._ready) < self._most and sum(len(document.data) for document in self._ready) < self._most_bytes
