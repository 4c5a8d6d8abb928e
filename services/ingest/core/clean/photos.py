"""Credits and captions of pictures that are not in the text."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import NAME, SENTENCE_START, Rule, compiled, line

_WORD_FOR_PICTURE = r"(?:photos?|pictures?|pics?|images?|photographs?|photograph|photography|illustrations?|graphics?|screen ?(?:grab|shot)|video|file (?:photo|image|picture|pic)|cover (?:photo|image)|representative image|representational image|featured image|foto|crédito)"
_STOCK = r"(?:Getty(?: Images)?|Shutterstock|iStock(?:photo)?|AFP(?: via Getty)?|AP(?: Photo| Images)?|Reuters|REUTERS|EPA(?:-EFE)?|EFE|PTI|ANI|Xinhua|TASS|Bloomberg|Alamy|PA(?: Wire| Images| Media)?|WireImage|FilmMagic|USA TODAY Sports|Imagn(?: Images)?|Unsplash|Pexels|Pixabay|Flickr|Wikimedia(?: Commons)?|Facebook|Twitter|Instagram|YouTube|Youtube|X|IANS|ANSA|Kyodo(?: News)?|Yonhap|NurPhoto|Anadolu|AA|Handout|Supplied|Courtesy|Pool|ZUMA(?: Press)?|Rex|Splash|Backgrid)"

_SENTENCE_END = re.compile(r"[.!?][\"”’']?(?=\s|$)")


def end_of_caption(text: str, match: re.Match[str]) -> int | None:
    """Return the end of the caption's first sentence where it is soon; otherwise of what introduces the caption."""
    newline = text.find("\n", match.end())
    stop = newline if newline >= 0 else len(text)
    found = _SENTENCE_END.search(text, match.end(), min(stop, match.end() + 200))
    return found.end() if found else (stop if stop - match.end() <= 200 else match.end())  # noqa: PLR2004


RULES = (
    Rule(
        id="photo.credit-line",
        hints=("photo", "image", "picture", "pic", "screen", "illustration", "graphic", "credit", "courtesy", "source", "video:", "foto"),
        pattern=line(rf"[\[(]?(?:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source|copyright|by)?\s?(?::|/|\bby\b|\bcourtesy(?: of)?\b|\||©|-\s)|(?:photo|image|picture|pic|video) (?:credits?|courtesy|source|copyright)\b[: ]|(?:credits?|courtesy|source)\s?:|"
                     rf"(?:staff|file|archive|handout|courtesy|contributed|submitted|supplied|stock|representational|representative|symbolic|reuters|ap|afp|pti|getty) (?:photo|picture|image|pic)s?\b)\s?[^\n.]{{0,90}}\.?[\])]?"),
        example="The bridge was blown up.\n\n⟦Photo credit: Mara Lind / Coast Pictures⟧\n\nNobody was hurt.",
        counter_example="Photo: the word comes from the Greek for light. It was coined in 1839.\nPicture this.",
    ),
    Rule(
        id="photo.caption-line",
        hints=("photo:", "image:", "picture:", "pic:", "photo by", "image by", "photograph:", "credit:", "getty images", "ap photo", "file photo", "reuters/", "afp/", "images:", "photos:", "file)", "photo courtesy", "via getty", "image credit", "photo credit", "(photo", "(image", "(pic"),
        pattern=line(rf"[^\n]{{3,300}}?(?:(?<=[.!?”\"’)\]])\s?|\s[|/–—-]\s)[\[(]?(?:(?i:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source)?\s?(?::|\bby\b|\bcourtesy(?: of)?\b)\s?)[^\n.]{{1,60}}|(?:{NAME}\s?/\s?)?{_STOCK}(?:\s?/\s?{NAME})?|(?i:credit):\s?[^\n.]{{1,60}}|AP Photo/{NAME})\.?[\])]?", fold=False),
        example="The hall fell silent.\n\n⟦Mayor Ida Brook opens the new hall. Photo: Coast Pictures⟧\n\nThen she spoke.",
        counter_example="He put the blame on the picture: a faked one. She had posted it herself.",
    ),
    Rule(
        id="photo.bracket",
        hints=("(photo", "(image", "(pic", "(file", "[photo", "[image", "(ap photo", "(representat", "(screengrab", "(courtesy", "(reuters/", "(afp/", "(video", "(getty", "(representative", "(source:", "(credit", "via ap)", "via getty", "/ap)", "/afp)", "/reuters)", "/pti)"),
        pattern=compiled(rf"\s?[\[(](?:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source)?\s?(?::|/|\bby\b|\bcourtesy\b|\|)[^()\[\]\n]{{1,90}}|(?:file|representat(?:ive|ional)|ap|afp|reuters|pti|handout|courtesy|archive|stock)\s(?:photo|image|picture|pic)s?\b[^()\[\]\n]{{0,60}}|"
                         rf"(?:courtesy|credits?|source)\s?: ?[^()\[\]\n]{{1,60}}|(?:Reuters|AFP|AP|Getty)/[^()\[\]\n]{{1,60}}|[^()\[\]\n]{{2,60}}(?:/(?:AP|AFP|Reuters|PTI|Getty Images)| via (?:AP|Getty Images|AFP|Reuters)))[\])]"),
        example="The crater is 40 metres wide. ⟦(Photo by Mara Lind/AP)⟧ It fills in spring.",
        counter_example="He kept one souvenir (a photo of the crater) and one stone. The plan (file 12) was lost.",
    ),
    Rule(
        id="photo.staff-credit",
        hints=("photo by", "photos by", "photo courtesy", "photography by", "image by", "photo/", "photograph by"),
        pattern=compiled(rf"{SENTENCE_START}(?:(?:staff|file|contributed|ap|afp|reuters|getty|pool|special|courtesy) )?(?:photo|photos|photograph|photographs|image|photography|photo illustration)(?: is)? (?:by|courtesy(?: of)?|/) ?{NAME}(?:[/,] ?{NAME})?(?=\s|$|[.|])\.?"),
        example="Entry is free. ⟦Staff photo by Mara Lind⟧",
        counter_example="The photo by the door is of his wife.",
    ),
    Rule(
        id="photo.stock-line",
        hints=("getty", "shutterstock", "istock", "ap photo", "reuters", "alamy", "unsplash", "wikimedia", "afp", "epa", "pixabay", "pexels", "pti", "xinhua", "ap", "handout"),
        pattern=line(rf"[\[(©]?\s?(?:{NAME}\s?[/|,–-]\s?)?{_STOCK}(?:\s?[/|,–-]\s?(?:{_STOCK}|{NAME}|File(?: [Pp]hoto)?)){{0,2}}[\])]?", fold=False),
        example="The ship sailed.\n\n⟦Mara Lind/Getty Images⟧\n\nIt was back by dusk.",
        counter_example="Reuters reported it first",
    ),
    Rule(
        id="photo.bbc",
        hints=("image caption", "image copyright", "media caption", "image source"),
        pattern=compiled(rf"{SENTENCE_START}(?:image (?:copyright|source)[:,]? [^.!?\n]{{2,60}}?\s)?(?:image|media) caption[:,]?\s(?=(?-i:[^\W_a-z]))"),
        extent=end_of_caption,
        example="She left at six. ⟦Image copyright Coast Pictures Image caption The house was empty, neighbours say.⟧ Nobody saw her go.",
        counter_example="The image caption names the wrong man.",
    ),
    Rule(
        id="photo.captioned",
        hints=("pictured:", "caption:", "photo shows", "in this", "file photo"),
        pattern=line(r"(?:caption|pictured)\s?:[^\n]{3,200}|(?:this |in this )?(?:undated )?(?:file|handout|undated|combination|combo) (?:photo|picture|image)[^\n]{0,200}|[^\n]{10,240}(?:\(|\[|\| ?|- ?|– ?)?file (?:photo|picture|image|pic)(?:\)|\])?\.?"),
        example="He was freed.\n\n⟦Port of Harl, seen from the old fort. File photo⟧\n\nThe port stays shut.",
        counter_example="Detectives asked for the original of the file photograph in the case.",
    ),
)  # fmt: skip
