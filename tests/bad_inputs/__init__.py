"""Bad and odd inputs, and how each of them ends. A new one is one line in the module of its kind."""

from tests.bad_inputs.entry_cases import ENTRY_CASES
from tests.bad_inputs.field_cases import FIELD_CASES
from tests.bad_inputs.json_cases import JSON_CASES
from tests.bad_inputs.page_cases import PAGE_CASES
from tests.bad_inputs.text_cases import TEXT_CASES
from tests.bad_inputs.url_cases import URL_CASES

DOCUMENTS = (*JSON_CASES, *FIELD_CASES, *URL_CASES, *TEXT_CASES, *PAGE_CASES)
ENTRIES = ENTRY_CASES

__all__ = ["DOCUMENTS", "ENTRIES"]
