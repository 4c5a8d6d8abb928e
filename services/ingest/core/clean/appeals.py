"""Appeals: what an outlet asks of its readers, to subscribe, follow, comment, donate, write in."""

from __future__ import annotations

from services.ingest.core.clean.rule import REST, Rule, compiled, line, phrases, sentence

_CALLS = (
    r"click|tap|sign ?up|subscribe|follow|join|download|install|get|grab|receive|stay|keep|like|share|listen|watch|check|"
    r"visit|find|discover|explore|browse|don[’']t (?:miss|forget)|never miss|register|log ?in|donate|support|help|send|"
    r"e-?mail|contact|call|tell|let us|enter|tune in|catch|read|see|become|try|upgrade|unlock|save|vote|add|make|head|go to|"
    r"submit|connect|activate|turn on|enable|choose|set|buy|order|start|sponsor|consider|message|text|write|reach"
)
# What only an outlet says of itself, to its readers.
_OURS = (
    r"\bour (?:[\w'’-]+ ){0,4}?(?:newsletters?|apps?|channels?|page|pages|website|site|homepage|home page|"
    r"podcasts?|coverage|"
    r"stories|journalism|reporting|live blog|community|group|readers|newsroom|team|section|e-?mail|alerts?|reporters?|"
    r"archive|video|videos|gallery|feed|account|social media|subscription|e-?paper|updates?|news|service|hub|tipline)\b|"
    r"\b(?:follow|join|like|reach|contact|e-?mail|tell|find|with|to|message|text|support|notify) us\b(?= (?:on|"
    r"at|via|by|in|here|"
    r"directly|with|using|your)|[!.:]|$)|"
    r"\byour (?:\w+ ){0,2}(?:inbox|inboxes|phone|mobile|device|feed|timeline)\b|\bnewsletters?\b|"
    r"\b(?:whatsapp|telegram|youtube|facebook) (?:channel|group|page)\b|"
    r"\bon (?:google news|apple news|whatsapp|telegram)\b|\b(?:app store|google play|play store)\b|"
    r"\bunlimited access\b|\bbreaking news alerts?\b|\bpush notifications?\b|\bad[- ]free\b|\b(?:news|mobile) apps?\b|"
    r"\bour (?:telegram|whatsapp|facebook|twitter|instagram|youtube|tiktok|x account)\b|\bshare (?:it|this) with\b|"
    r"\b(?:latest|breaking|top|trending) (?:news|headlines|stories|updates)\b|\bsubscribing\b|\ba subscription\b|"
    r"\byour (?:donation|contribution|support|gift)\b|\b[\w.+-]{2,40}@[\w-]{2,40}\.\w|(?<=sign up) here\b|"
    r"(?<=subscribe) here\b|"
    r"\b(?:video|gallery|clip|interview|tweet|poll|form|map) (?:below|above)\b|"
    r"\bfree trial\b|\bour terms\b|\bthis (?:article|story|post) (?:with|on|to|via)\b|\bin the comments?\b|"
    r"\bcomments? (?:section|below)\b|\bindependent journalism\b|\bfor unlimited\b"
)
_ADDRESSED = phrases(
    "our, us, your inbox, your inboxes, your phone, your device, your mobile, your feed, newsletter, newsletters, whatsapp, "
    "telegram, youtube channel, facebook page, facebook group, google news, apple news, app store, google play, play store, "
    "unlimited access, for unlimited, breaking news alert, breaking news alerts, push notification, push notifications, "
    "ad-free, ad free, news app, mobile app, news apps, mobile apps, free trial, this article, this story, this post, "
    "comments, comment, @*, sign up here, subscribe here, register here, below, above, your donation, your "
    "contribution, your support, your gift, share it, share this, latest news, latest updates, latest stories, "
    "breaking news, top news, top headlines, "
    "top stories, trending news, trending stories, feed, subscribing, a subscription, independent journalism"
)

RULES = (
    Rule(
        id="appeal.call",
        begins="sentence",
        hints=_ADDRESSED,
        pattern=sentence(
            rf"(?:(?:(?:enjoy|like|lov|want|look|need|interest|care|curious|got|have|hav|miss|can[’']t|don[’']t|"
            rf"do you|are you)\w{{0,4}} "
            rf"[^.!?\n]{{2,80}}\? )?(?:(?:to|if you|for) [^.!?\n]{{3,90}}?, ?)?(?:(?-i:[A-Z][A-Z! ]{{3,30}}): "
            rf")?(?:and |or |also,? |you can (?:also |now )?|please,? |simply |just |"
            rf"why not )*+)(?=(?:{_CALLS})\b)(?=(?:{REST}){{0,190}}?(?:{_OURS}))",
            220,
        ),
        zone="tail",
        example="The tower reopens on Friday. ⟦Want more like this? Check out the stories on our website.⟧",
        counter_example="Read our lips, the players seemed to say. Visit the mill, and you find our past, she told him.",
    ),
    Rule(
        id="appeal.news-line",
        begins="line",
        hints=phrases(
            "breaking news, latest news, instant updates, more news, latest updates, top headlines, for reading, join the"
        ),
        pattern=line(
            r"(?:for|get|all) (?:all )?(?:the )?(?:breaking|latest|more|live|top)[^\n.!?]{0,80}\b(?:news|"
            r"updates|headlines|alerts)"
            r"[^\n.!?]{0,40}|(?:thank you|thanks) for reading[^\n]{0,160}|join the (?:conversation|discussion|debate)[.!]?"
        ),
        zone="tail",
        example="The tower reopens on Friday.\n\n⟦For breaking news and instant updates⟧",
        counter_example="For more than a day the latest news was bad.",
    ),
    Rule(
        id="appeal.support",
        begins="line",
        hints=phrases(
            "support our, support local, support quality, support independent, donate, become a member, become "
            "a subscriber, premium, "
            "become a, subscribers, already a, free trial, log in, unlock, paywall, support quality, support us"
        ),
        pattern=compiled(
            r"^(?:(?:please )?(?:support (?:us\b|our (?:work|journalism|newsroom|reporting|site|mission|"
            r"independent)|independent|quality|local (?:news|journalism))|donate (?:now|today|here|to)|"
            r"become a (?:member|subscriber|patron|supporter|donor|sponsor|(?-i:[A-Z])\w+ (?:insider|member|"
            r"subscriber))(?! of (?:the|a|an)\b)|already (?:a (?:subscriber|member)|subscribed|registered)|"
            r"log ?in to|unlock an? (?:world|exclusive|premium|new)|start (?:your|a) free trial|"
            r"(?:this|the) (?:article|story|content) is (?:for|only available|available|exclusive|"
            r"reserved)(?: only)? (?:for|to) (?:our )?(?:\w+ )?(?:subscribers|members)|unlock (?:this|all|"
            r"unlimited|full)|to continue reading|you have reached your|subscribe (?:now|today|for|to (?:read|"
            r"continue|access)))[^\n]{0,220})$"
        ),
        zone="tail",
        example="The harbour froze.\n\n⟦Become a member and read without limits⟧",
        counter_example="Donate blood, doctors urged. Become a subscriber of rain, the poem ends.",
    ),
    Rule(
        id="appeal.comment",
        begins="sentence",
        hints=phrases(
            "comments, comment, hear from you, your thoughts, let us know, have your say, tell us, your opinion, "
            "your opinions, your stories, your views, your feedback, write for, email us, contact us, contact "
            "our, story tip, "
            "news tip, a tip, have a story, do you think, @"
        ),
        pattern=sentence(
            r"(?:we (?:want|would love|['’]d love|love) to hear from you|as always,? (?:leave|let)|"
            r"(?:please )?(?:leave|share|post|drop|add) (?:us |your |a )*+(?:comments?|thoughts|opinions?|views|"
            r"stories|feedback)|(?:leave|drop) us a|"
            r"let us know (?:in|what you|your|if you|below)|have your say(?= (?:in|below|here|on our|and (?:comment|"
            r"join|vote))\b|[!.:?]|$)|what do you think\?|tell us (?:in the|"
            r"what you|your)|you can (?:now )?write for|do you have a (?:story|tip|news)|(?:got|have) a (?:news |"
            r"story )?(?:tip|story)\b|"
            r"(?:e-?mail|contact|reach|write to) (?:us|our|the (?:author|writer|reporter|newsroom|editor)|"
            r"[\w ]{2,30}) (?:at|via|on|:) \S{1,60}@|share this (?:story|article|post))",
            220,
        ),
        zone="tail",
        example="The band will play again. ⟦We want to hear from you! Leave your thoughts in the comments below!⟧",
        counter_example="Parents said they would leave comments for the board. Have your papers ready, the clerk said.",
    ),
    Rule(
        id="appeal.device",
        begins="sentence",
        hints=phrases(
            "mobile device, view the video, watch the video, to view the, to watch the, app users, mobile users, "
            "can't see, can’t see, cannot see, cannot view"
        ),
        pattern=sentence(
            r"(?:on (?:a )?mobile(?: device)?\?|(?:app|mobile) users?[:,]? (?:click|tap)|if you (?:can[’']t|"
            r"cannot) (?:see|view)|can[’']t see (?:the|this)|(?:to (?:view|watch|see) (?:the|this) (?:video|"
            r"gallery|photos?|tweet)[^\n.]{0,40}(?:click|tap)))",
            160,
        ),
        example="The court rose at noon.\n\n⟦ON A MOBILE DEVICE? CLICK HERE TO SEE THE PICTURES.⟧",
        counter_example="On mobile devices the map is small.",
    ),
)
