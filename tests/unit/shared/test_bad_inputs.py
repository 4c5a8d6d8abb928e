"""Every bad and odd document at the front door: its verdict, at once, and without repeating anything."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from shared.contracts.submission import read_submission
from shared.errors import RejectedError
from tests.bad_inputs import DOCUMENTS, ENTRIES
from tests.bad_inputs.case import Case, Refused

LEAST_CASES = 150


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case.name)
def test_front_door_accepts_or_names_each_fault(case: Case) -> None:
    data = case.data
    expected = case.end if isinstance(case.end, Refused) else None
    began = time.process_time()

    refusal = _refusal(data)

    assert time.process_time() - began < 1
    assert (refusal and Refused(refusal.reason, tuple((f.path, f.code) for f in refusal.faults))) == expected
    assert refusal is None or case.canary not in str(refusal)


def _refusal(data: bytes) -> RejectedError | None:
    try:
        read_submission(data)
    except RejectedError as error:
        return error
    return None


def test_cases_are_many_and_their_names_are_unique() -> None:
    names = Counter(case.name for case in (*DOCUMENTS, *ENTRIES))

    assert len(names) >= LEAST_CASES
    assert [name for name, count in names.items() if count > 1] == []


def test_a_payload_that_can_has_its_own_canary() -> None:
    without = [case.name for case in DOCUMENTS if len(case.data) > 200 and case.canary.encode() not in case.data]

    assert without == []
