"""Lines that a site prints among the paragraphs of any story: forms, choices, trust, other headlines in capitals."""

from __future__ import annotations

from services.ingest.core.clean.rule import Rule, line, phrases

_SITE = (
    r"(?-i:[A-Z])[\w.& ]{1,30} values your feedback|new ?you can now listen to[^\n.!]{2,60}!?|supported by|submit|"
    r"listening|"
    r"what (?:our |other )?readers (?:are saying|say|think)|(?:accept|reject)(?: all)?(?: cookies)?(?: and continue)?|"
    r"(?:accept |reject )?manage (?:my |your |cookie |privacy )*+(?:choices|cookies|preferences|consent|settings)|"
    r"(?:track|catch|get|read|find) (?:the |all the |all )?(?:latest|breaking|live|daily|top|more|"
    r"current)\b[^\n.?]{0,60}\bnews\b[^\n.?]{0,90}|"
    r"in (?:short|brief|summary|a nutshell):|social (?:sharing|media|share)|estimated \d{1,3} min(?:ute)?s?|go deeper|"
    r"text[- ]to[- ]speech|"
    r"add (?:articles|stories) to your[^\n.]{2,40}(?: and come back[^\n.]{0,40})?|why (?:you can|to|readers) trust "
    r"(?-i:[A-Z])[\w.& ]{1,30}|"
    r"(?:most|best) (?:watched|read|shared|clicked|commented)(?: (?:news|stories|videos|articles|in|on|today|"
    r"this)\b[^\n.!?]{0,40})?|disclosure statements?|(?:related |"
    r"useful )?(?:internet |web |external )?links|"
    r"if you (?:notice|noticed|find|found|spot|spotted|see|saw) (?:an? )(?:spelling |factual )?(?:error|mistake|"
    r"typo)\b[^\n]{0,120}|"
    r"compart(?:e|ir|ilhe|ilhar) (?:en|em|no|na|por|con)\b[^\n]{0,40}|image source,? [^\n.]{2,60}|(?:your )?(?:ad|"
    r"cookie|privacy|california privacy) choices|"
    r"do not (?:sell|share)(?: or (?:sell|share))? my [^\n.]{2,40}|next up|up next|"
    r"(?:set|add|choose|make|prefer)(?: us| (?-i:[A-Z])[\w.& ]{1,30}?)? as (?:an? |your )?(?:preferred|trusted|"
    r"favou?rite) source(?: on [^\n.]{2,30})?|"
    r"was this (?:article|page|story|information|content) (?:helpful|useful|interesting)\?|did you (?:like|enjoy|"
    r"find) this (?:article|story|piece)\b[^\n]{0,40}|"
    r"(?:your |enter )?(?:first|last|full|e-?mail|user) ?(?:name|address)\*?|you(?:[’']ve| have) (?:read |used |"
    r"reached )?(?:\d{1,2}|one|two|three|your|all)\b"
    r"[^\n.]{0,30}\b(?:free|remaining|monthly)\b[^\n.]{0,40}|(?:already|don[’']t|do not) have (?:an account|a "
    r"subscription)\?[^\n]{0,60}|"
    r"(?:log|sign)[ -]?(?:in|out|up|off)(?: or (?:register|join|sign up|create[^\n.]{0,20}))?|i (?:accept|"
    r"agree)[^\n.]{0,30}|ok(?:ay)?|"
    r"(?:about|contact|support|follow|join) us|contact|feedback|help(?: cent(?:er|re))?|jobs|welcome(?: back)?!?|"
    r"thanks for (?:visiting|"
    r"reading|watching|listening)!?|(?:jump|go|return|skip|back) to (?:the )?(?:top|content|home(?: ?page)?|main(?: "
    r"\w+)?|start)|"
    r"(?:main |site |primary )?(?:menu|navigation)|go back|prev(?:ious)?|next ?[>»→]?|[<«←] ?prev(?:ious)?|please wait|"
    r"was this (?:helpful|useful)\?|(?:spotted|notice|noticed|see|seen|found) (?:an? )?(?:error|mistake|typo)\?|"
    r"what (?:is this|are your thoughts)\?|why this ad\?|filed under:?|mentioned in this (?:article|story)|"
    r"create (?:an?|your) (?:free )?account\b[^\n.]{0,60}"
)

RULES = (
    Rule(
        id="site.line",
        short=True,
        begins="line",
        hints=phrases(
            "your feedback, can now listen, supported by, submit, listening, readers, accept, reject, manage, news, "
            "log in, log out, sign in, sign out, sign up, sign-in, log-in, login, i accept, i agree, ok, okay, about "
            "us, contact us, support us, "
            "follow us, join us, contact, feedback, help, jobs, welcome, thanks for, jump to, go to, return to, back "
            "to, skip to, menu, navigation, go back, "
            "prev, previous, next, please wait, what is this, your thoughts, this ad, filed under, mentioned in, see, "
            "seen, spotted, noticed, notice, "
            "in short, "
            "in brief, in summary, in a nutshell, social, estimated, go deeper, speech, add articles, add stories, "
            "trust, most, best, "
            "disclosure statement, links, error, mistake, typo, comparte, compartir, compartilhe, image source, choices, "
            "not sell, not share, next up, up next, as preferred, preferred, trusted, helpful, useful, did you, first "
            "name, "
            "last name, full name, email, e-mail, username, free, remaining, an account, a subscription, create"
        ),
        pattern=line(rf"(?=[^\n]{{3,180}}+$)(?:{_SITE})[.:!]?"),
        zone="below",
        example="The vote was lost.\n\n⟦Set Harl Post as preferred source on Seek⟧\n\nA second one follows.",
        counter_example="The vote was lost.\n\nMost read it as a defeat, he said.",
    ),
    Rule(
        id="site.capitals",
        short=True,
        begins="line",
        hints=("*",),
        pattern=line(r"(?=[^\na-z]{36,160}+$)(?=(?:\S+ ){6})[A-Z‘'“\"][^\na-z]+(?<![.,;:”\"])", fold=False),
        zone="below",
        example="The vote was lost.\n\n⟦MAYOR SAYS SHE WILL TRY AGAIN IN THE AUTUMN⟧\n\nA second one follows.",
        counter_example="The vote was lost.\n\nANGER AT THE COUNCIL\n\nA second one follows.",
    ),
)
