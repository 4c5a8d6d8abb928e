"""Credits and captions of pictures that are not in the text."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_WORD_FOR_PICTURE = (
    r"(?:photos?|pictures?|pics?|images?|photographs?|photograph|photography|illustrations?|graphics?|"
    r"screen ?(?:grab|shot)|video|file (?:photo|image|picture|pic)|cover (?:photo|image)|"
    r"representative image|representational image|featured image|foto|crédito)"
)
_AGENCY = (
    r"(?:AFP|AP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|PTI|ANI|Xinhua|TASS|Bloomberg|PA|IANS|ANSA|"
    r"Kyodo(?: News)?|Yonhap|Anadolu|AA|"
    r"Handout|Supplied|Courtesy|Pool|Facebook|Twitter|Instagram|YouTube|Youtube|X)"
)
_BRAND = (
    r"(?:(?:AFP|AP|Anadolu|Bloomberg|NurPhoto|LightRocket|Corbis|"
    r"Universal Images Group) (?:Photo )?via (?:AP|Getty(?: Images)?)|Getty(?: Images)?|"
    r"AP (?:Photo|Images)|PA (?:Wire|Images|Media)|Shutterstock|iStock(?:photo)?|Alamy|WireImage|FilmMagic|USA TODAY "
    r"Sports|"
    r"Imagn(?: Images)?|Unsplash|Pexels|Pixabay|Flickr|Thinkstock|Rex(?: Features)?|REX|Splash(?: News)?|BACKGRID|Mega|"
    r"MEGA|PA Archive|Press Association|"
    r"SWNS|Newscom|Sipa|Profimedia|Dreamstime|Adobe Stock|Avalon|EyePress|Rex/Shutterstock|GETTY(?: IMAGES)?|SUPPLIED|"
    r"Wikimedia(?: Commons)?|NurPhoto|ZUMA(?: Press)?|Backgrid)"
)
_STOCK = rf"(?:{_BRAND}|{_AGENCY})"

_BREAK = r"(?:(?<=[.!?”\"’)\]])\s?|\s[|/–—-]\s)"
_CREDIT = (
    rf"(?i:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source)?\s?(?::|\bby\b|\bcourtesy(?: "
    rf"of)?\b)\s?)[^\n.()]{{1,60}}"
)
_CREDITED = (
    rf"(?i:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source)?\s?(?::|\bby\b|\bcourtesy(?: of)?\b)\s?)"
    rf"(?:{NAME}|@\w{{2,30}})(?:\s?[/|,]\s?(?:via )?{NAME}){{0,3}}(?: via {NAME})?"
)
# A caption shows; what has happened, or will, is told by the story.
_PROSE = (
    r"[^\n]{0,240}\b(?:was|were|has|have|had|will|would|said|says|could|did|told|"
    r"[a-z]{2,}ed (?:the|an?|in|on|to|over|that|its|his|her|their|\d[\d,.]*))\b"
)
_MOST_CAPTION_SENTENCES = 2
_SENTENCE_END = re.compile(r"[.!?][\"”’']?(?=\s|$)")


def end_of_caption(text: str, match: re.Match[str]) -> int | None:
    """Return the end of the caption's first sentence where it is soon; otherwise of what introduces the caption."""
    newline = text.find("\n", match.end())
    stop = newline if newline >= 0 else len(text)
    found = _SENTENCE_END.search(text, match.end(), min(stop, match.end() + 200))
    return found.end() if found else (stop if stop - match.end() <= 200 else match.end())  # noqa: PLR2004


def end_of_own_line(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a caption; None where it quotes, has more than two sentences, or is all there is behind the head."""
    told = any(quote in match[0] for quote in '"“”') or len(_SENTENCE_END.findall(match[0])) > _MOST_CAPTION_SENTENCES
    return None if told or (match.end() == len(text) and "\n" not in text[: match.start()]) else match.end()


RULES = (
    Rule(
        id="photo.credit-line",
        begins="line",
        hints=phrases(
            "photo, photos, image, images, picture, pictures, pic, pics, photograph, photographs, photography, "
            "screengrab, screenshot, screen grab, illustration, graphic, graphics, credit, credits, courtesy, "
            "source, video, foto, crédito"
        ),
        pattern=line(
            rf"(?!{_PROSE})(?!\w+ by {NAME} (?-i:(?!(?:for|from|via|of|and|in|at|on|with)\b)[a-z]))"
            rf"[\[(]?(?:{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source|copyright|by)?\s?(?::|/|\bby\b|"
            rf"\bcourtesy(?: of)?\b|\||©|-\s)|(?:photo|image|picture|pic|video) (?:credits?|courtesy|source|"
            rf"copyright)\b[: ]|(?:credits?|courtesy|source)\s?:(?=\s?(?-i:[^\W_a-z]|@))|"
            rf"(?:staff|file|archive|handout|courtesy|contributed|submitted|supplied|stock|representational|"
            rf"representative|symbolic|reuters|ap|afp|pti|getty) (?:photo|picture|image|"
            rf"pic)s?\b)\s?[^\n.]{{0,90}}\.?[\])]?"
        ),
        example="The bridge was blown up.\n\n⟦Photo credit: Mara Lind / Coast Pictures⟧\n\nNobody was hurt.",
        counter_example="Photo: the word comes from the Greek for light. It was coined in 1839.\nPicture this.",
    ),
    Rule(
        id="photo.caption-line",
        begins="line",
        hints=phrases(
            "photo, image, picture, pic, photograph, photos, images, credit, getty, getty images, courtesy, "
            "reuters, afp, ap, pti, al jazeera, file, screengrab, illustration, graphic, video"
        ),
        pattern=line(
            rf"FILE(?: PHOTO)?\s?[:–—-]\s[^\n]{{3,400}}|(?!{_PROSE})[^\n]{{3,180}}\s(?:(?:Photo|Image|Picture) [Cc]redit|"
            rf"Credit|Photo|Image|Picture|Photograph):\s?{NAME}(?:/{NAME})?|"
            rf"[^\n]{{3,240}}?[.!?]\s\[{NAME}/{NAME}\]|[^\n]{{3,140}}?(?<![.!?”\"’)\]])\s[\[(]{_CREDIT}[\])]|"
            rf"(?!{_PROSE})[^\n]{{3,240}}?{_BREAK}(?:{_CREDITED}|{NAME}\s?/\s?{_STOCK}|(?:REUTERS|AFP|"
            rf"AP)/{NAME}(?:/{NAME})?|"
            rf"{_BRAND}(?:\s?/\s?{NAME})?|(?i:credit):\s?[^\n.]{{1,60}}|AP Photo/{NAME})\.?",
            fold=False,
        ),
        example="The hall fell silent.\n\n⟦Mayor Ida Brook opens the new hall. Photo: Coast Pictures⟧\n\nThen she spoke.",
        counter_example="He put the blame on the picture: a faked one. She had posted it herself.",
    ),
    Rule(
        id="photo.bracket",
        hints=phrases(
            "photo, photos, image, images, picture, pic, screengrab, courtesy, (file, representative, "
            "representational, (source, (credit, via ap, via getty, via afp, via reuters, /ap), /afp), "
            "/reuters), /pti), /getty images), illustration, (video"
        ),
        pattern=compiled(
            rf"\s?[\[(](?:(?:representational|representative|symbolic|supplied)(?: (?:image|photo|picture|"
            rf"pic))?[\])]|{_WORD_FOR_PICTURE}\s?(?:credits?|courtesy|source)?\s?(?::|/|\bby\b|\bcourtesy\b|\|"
            rf")[^()\[\]\n]{{1,90}}|(?:file|representat(?:ive|ional)|ap|afp|reuters|pti|handout|courtesy|archive|"
            rf"stock)\s(?:photo|image|picture|pic)s?\b[^()\[\]\n]{{0,60}}|"
            rf"(?:courtesy|credits?|source)\s?: ?[^()\[\]\n]{{1,60}}|(?:Reuters|AFP|AP|Getty)/[^()\[\]\n]{{1,60}}|"
            rf"(?-i:{_STOCK}) (?:photo|image|picture)s?|(?-i:[A-Z])[^()\[\]\n/ ]{{1,30}} "
            rf"[^()\[\]\n]{{1,50}}(?:/(?:AP|AFP|Reuters|PTI|Getty Images)|"
            rf" via (?:AP|Getty Images|AFP|Reuters)))[\])]"
        ),
        example="The crater is 40 metres wide ⟦(Photo by Mara Lind/AP)⟧ and it fills in spring.",
        counter_example="He kept one souvenir (a photo of the crater) and one stone. The plan (file 12) was lost.",
    ),
    Rule(
        id="photo.credit-after",
        begins="sentence",
        hints=phrases("photo, photos, image, images, picture, pictures, photograph, credit"),
        pattern=line(rf"(?:{_CREDITED}|(?i:(?:photo |image )?credit\s?:\s){NAME}(?:/{NAME})?)\.?", fold=False),
        example="The road was closed on Friday and will open in May. ⟦Photo: Coast Pictures/Mara Lind⟧",
        counter_example="It was an odd picture: nobody smiled.",
    ),
    Rule(
        id="photo.outlet-line",
        short=True,
        begins="line",
        hints=phrases("image, images, photo, photos, pic, file image, file photo"),
        pattern=line(r"[\[(]?(?-i:[A-Z][\w.&]+(?: [A-Z][\w.&]+){0,2}) (?-i:Image|Photo|IMAGE|PHOTO|Pic)[\])]?(?=\n)"),
        example="⟦HP Image⟧\n\nThe city will plant 9,000 trees.",
        counter_example="A mirror image\nof the first, the second house stands empty.",
    ),
    Rule(
        id="photo.staff-credit",
        begins="sentence",
        hints=phrases(
            "photo by, photos by, photo courtesy, photos courtesy, photography by, image by, photo, photograph "
            "by, photo illustration by"
        ),
        pattern=compiled(
            rf"(?:(?:staff|file|contributed|ap|afp|reuters|getty|pool|special|courtesy) )?(?:photo|photos|"
            rf"photograph|photographs|image|photography|photo illustration)(?: is)? (?:by|courtesy(?: of)?|"
            rf"/) ?{NAME}(?:[/,] ?{NAME})?(?=\s|$|[.|])(?! (?-i:(?!(?:for|from|via|of|and|in|at|on|with)\b)[a-z]))\.?"
        ),
        example="Entry is free. ⟦Staff photo by Mara Lind⟧",
        counter_example="The photo by the door is of his wife.",
    ),
    Rule(
        id="photo.stock-line",
        short=True,
        begins="line",
        hints=phrases(
            "thinkstock, rex, splash, mega, archive, swns, newscom, sipa, dreamstime, adobe, avalon, backgrid, getty, "
            "shutterstock, istock, istockphoto, reuters, alamy, unsplash, wikimedia, afp, epa, pixabay, "
            "pexels, pti, ani, xinhua, ap, handout, nurphoto, imagn, pa, ians, kyodo, yonhap, anadolu, zuma, "
            "facebook, twitter, instagram, youtube, supplied, courtesy, efe, ansa, tass, bloomberg, flickr"
        ),
        pattern=line(
            rf"[\[(©]?\s?(?:{NAME}\s?[/|,–-]\s?(?:{_STOCK}|{_BRAND})|{_BRAND}|(?:{_STOCK}|{_BRAND})\s?[/|"
            rf"]\s?{NAME})(?:\s?[/|,–-]\s?(?:{_STOCK}|{_BRAND}|File(?: [Pp]hoto)?)){{0,2}}[\])]?",
            fold=False,
        ),
        example="The ship sailed.\n\n⟦Mara Lind/Getty Images⟧\n\nIt was back by dusk.",
        counter_example="Reuters reported it first",
    ),
    Rule(
        id="photo.agency-line",
        short=True,
        begins="line",
        hints=phrases("reuters, afp, epa, ap, pa, supplied, handout, pti, ani, xinhua, bloomberg, efe, ansa, tass, pool"),
        # At the end of a text it is the tag of who filed it.
        pattern=line(rf"[\[(]?{_AGENCY}[\])]?(?=\n+[^\n]{{40}})", fold=False),
        example="The ship sailed.\n\n⟦Reuters⟧\n\nIt was back by dusk, with a hold full of grain and timber.",
        counter_example="Reuters reported it first, and nobody else did.\n\nIt was true.",
    ),
    Rule(
        id="photo.bbc",
        begins="sentence",
        hints=phrases("image caption, image copyright, media caption, image source"),
        pattern=compiled(
            r"(?:image (?:copyright|source)[:,]? [^.!?\n]{2,60}?\s)?(?:image|"
            r"media) caption[:,]?\s(?=(?-i:[^\W_a-z]))"
        ),
        extent=end_of_caption,
        example="She left at six. ⟦Image copyright Coast Pictures Image caption The house was empty, neighbours "
        "say.⟧ Nobody saw her go.",
        counter_example="The image caption names the wrong man.",
    ),
    Rule(
        id="photo.captioned",
        begins="line",
        hints=phrases(
            "pictured, caption, file photo, file picture, file image, file pic, handout photo, handout picture, "
            "handout image, undated photo, combination photo, combo photo, undated"
        ),
        pattern=line(
            r"(?:caption|pictured)\s?:[^\n]{3,200}|(?:this |in this )?(?:undated )?(?:file|handout|undated|"
            r"combination|combo) (?:photo|picture|image)[^\n]{0,200}|[^\n]{10,240}(?:\(|\[|\| ?|- ?|"
            r"– ?)?file (?:photo|picture|image|pic)(?:\)|\])?\.?"
        ),
        example="He was freed.\n\n⟦Port of Harl, seen from the old fort. File photo⟧\n\nThe port stays shut.",
        counter_example="Detectives asked for the original of the file photograph in the case.",
    ),
    Rule(
        id="photo.caption-by",
        begins="line",
        hints=("(*",),
        pattern=line(
            rf"(?=[^\n]{{8,480}}+$(?<=\)))[^\n]{{8,400}}?(?:[.!?”\"’']\s?|"
            rf"\s)\((?:(?=[^()\n/]{{2,60}}/)(?:{NAME}\s?/\s(?:for )?(?:The )?{NAME}|"
            rf"(?=\S+ \S){NAME}/(?:[Ff]or )?(?:The )?{NAME}(?: via {NAME})?|{NAME}/(?:{_STOCK}|[A-Z]{{2,5}})(?: via "
            rf"{NAME})?|"
            rf"(?:PRNewsfoto|Xinhua|Photo|CNW Group|BUSINESS WIRE|PHOTO|Graphic|Business Wire)\s?/\s?{NAME})|{NAME} "
            rf"for (?:The )?{NAME}|"
            rf"(?:{_AGENCY}|{_BRAND}|[A-Z]{{2,5}}|[A-Z]{{2,5}} News|Getty(?: Images)?|Submitted|Contributed|Provided|"
            rf"Instagram|Unsplash): ?{NAME}(?:[/,] ?{NAME})?|Photo: [^()\n]{{2,60}})\)",
            fold=False,
        ),
        zone="below",
        extent=end_of_own_line,
        example=(
            "The river fell.\n\n⟦Palms line a road where growers say water cuts have thinned the crop. (Jo Abt / "
            "Harl Times)⟧\n\nIt was late this year."
        ),
        counter_example="The river fell.\n\nThe bill had two sponsors. One left last year. One stayed (Mara Lind).",
    ),
)
