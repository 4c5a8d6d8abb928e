"""Credits of pictures by how they are built: a name and an outlet, a line in brackets, a note on where an image is from."""

from __future__ import annotations

import re

from services.ingest.core.agencies import LIKELY, agency_weight
from services.ingest.core.clean.page_words import TOKEN, folded
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_PERSON = r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|da|van|von|der|bin|al|el|la)){1,3}"
_IMAGE = r"(?:image|photo|picture|pic|video|screenshot|screen ?grab|graphic|illustration|photograph)s?"
_STAFF = frozenset(
    "staff freelance contributor contributed submitted provided special handout file courtesy photographer".split()
)
_LONGEST_BRACKET_WORDS = 7
_LOWER = frozenset("of the and for by from in at via with on a an to is as photo photos file image video courtesy".split())


def end_of_outlet_credit(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line of a photographer and an outlet; None where the second name may be anything else."""
    outlet = match["outlet"].strip()
    bare = outlet.removeprefix("The ").removeprefix("THE ")
    listed = any(folded(token) in _STAFF for token in TOKEN.findall(outlet))
    shaped = max(agency_weight(name) for name in (bare, bare.title(), outlet.title()))
    marked = "/" in match[0] and outlet != bare
    return match.end() if listed or marked or shaped >= LIKELY else None


def end_of_bracketed(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line that is wholly in brackets and names something; None where it says something."""
    words = TOKEN.findall(match["inner"])
    if not words or len(words) > _LONGEST_BRACKET_WORDS or match.start() == 0 or match.end() >= len(text):
        return None
    named = all(token[0].isupper() or token[0].isdigit() or folded(token) in _LOWER for token in words)
    return match.end() if named else None


RULES = (
    Rule(
        id="photo.name-outlet",
        short=True,
        begins="line",
        hints=phrases("/*, |*, for, staff, photographer, the, news, post, times, today, media"),
        pattern=line(
            rf"[(\[]?(?:(?i:photo|image|video|credit|photos)s?(?: by)?[:.…]{{0,3}} ?)?{_PERSON}"
            rf"(?:\s?[/|]\s?(?:[Ff]or )?| [Ff]or |\s?[–—-]\s)(?P<outlet>(?:[Tt]he )?[A-Z][\w.'’& -]{{1,40}})(?: via "
            rf"(?:AP|Getty Images|"
            rf"REUTERS|Reuters))?[)\]]?",
            fold=False,
        ),
        zone="below",
        extent=end_of_outlet_credit,
        example="The ship sailed.\n\n⟦Mara Lind / The Harl Post⟧\n\nIt was back by dusk.",
        counter_example="The ship sailed.\n\nMara Lind, Mayor of Harl\n\nIt was back by dusk.",
    ),
    Rule(
        id="photo.bracketed-line",
        short=True,
        begins="line",
        hints=("(*", "[*"),
        pattern=line(r"[(\[](?P<inner>[^()\[\]\n]{2,60}+)[)\]]\.?", fold=False),
        zone="below",
        extent=end_of_bracketed,
        example="The ship sailed.\n\n⟦(Harl Police)⟧\n\nIt was back by dusk.",
        counter_example="The ship sailed.\n\n(Nobody was hurt in the storm)\n\nIt was back by dusk.",
    ),
    Rule(
        id="photo.representation",
        hints=phrases("representation, representational, representative, illustration, illustrative, reference"),
        pattern=compiled(
            rf"(?:^|(?<=[\s(\[]))[(\[]?(?:{_IMAGE} |file )*{_IMAGE}(?: is| are)?(?: used| shown)?(?: only)? for "
            r"(?:representation(?:al)?|representative|illustrati(?:on|ve)|reference)(?: (?:only|purposes?(?: "
            r"only)?))?[.)\]]{0,2}(?=\s|$)"
        ),
        example="The ship sailed.\n\n⟦(Image for representation)⟧\n\nIt was back by dusk.",
        counter_example="The ship sailed with a picture for the representation of the town in Oslo.",
    ),
    Rule(
        id="photo.from",
        short=True,
        begins="line",
        hints=phrases(
            "screenshot, screengrab, screen grab, still from, mugshot, booking photo, google, stock, provided, "
            "supplied, submitted, "
            "contributed, courtesy, via, image, images, photos, credit, file photo, file image, rendering"
        ),
        pattern=line(
            rf"[(\[]?(?:(?:an? )?(?:video |film |tv )?(?:screen ?shot|screen ?grab|still)s?(?: (?:from|via|of|by|taken "
            rf"from|courtesy of) "
            rf"[^\n.]{{2,60}})?|(?:jail |booking |mug ?shot|police )?(?:mug ?shots?|booking (?:photo|image))(?: of "
            rf"[^\n.]{{2,40}})?|"
            rf"google (?:maps?|street ?view|earth)|(?:stock|file|ap|archive|library|generic) {_IMAGE}|"
            rf"{_IMAGE}(?: was| is)? (?:provided|supplied|submitted|contributed|shared|taken|released) by [^\n.]{{2,60}}|"
            rf"(?:header|lead|featured?|cover|main|top|all|banner|hero|thumbnail|title|article|homepage) {_IMAGE}"
            rf"(?: (?:is|are))?(?: (?:credits?|courtesy|source))?(?::| via| by| from| of| courtesy| ©)+ "
            rf"?[^\n.]{{2,60}}\.?|courtesy (?:of )?{NAME}|credit(?:\.{{3}}|…)[^\n.]{{2,60}}|(?:an? )?(?:artist[’']?s? "
            rf")?rendering of [^\n.]{{2,60}}|"
            rf"provided|supplied|submitted|contributed)[)\]]?"
        ),
        zone="below",
        example="The ship sailed.\n\n⟦Photo provided by the Harl family⟧\n\nIt was back by dusk.",
        counter_example="The ship sailed.\n\nProvided with maps, it was back by dusk. It thrived.",
    ),
)
