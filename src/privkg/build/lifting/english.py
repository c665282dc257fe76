"""Closed lists of English words that recognise the subject of a sentence.

The lists are closed because a wrong guess accuses the wrong party: a missing word costs a finding, a
wrong word costs a false statement.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))


ARTICLES = _words("a an the")

FUNCTION_WORDS = _words(
    """
    a all am an and any anybody anyone are as at be been being both but by can could did do does
    each either every everybody everyone for from had has have he her here him his how i if in into
    is it its may me might must neither no nobody none nor not of off on one ones only or our out
    over she should so some somebody someone than that the their them then there these they this
    those to up us was we were what when where which who whom whose why will with would you your
    """
)
"""Words that open a sentence but are not a name, except in capitals ("US", "WHO")."""

DETERMINERS = _words(
    """
    a all an any each every her his its many more most much no other our several some such that the
    their these this those three two what whatever whoever
    """
)
"""Words before a noun; a word before them is therefore a verb."""

POSSESSIVES = _words("all each every her his its their")
"""Determiners before which a word in -s is hardly a noun: "Google scans all pictures"."""

PRONOUNS = _words("anybody anyone everybody everyone him it itself nobody them themselves")

UNSTATED = _words(
    "a an her his its many other others several some the their three two unknown unnamed various"
)
"""First words of a party without a name that is joined to a stated actor: "its partners"."""

DESCRIPTIONS = _words("a an the formerly now owned part sic then through using via")
"""First words of brackets after a name that describe it: "(then the city's office)"."""

PREPOSITIONS = _words(
    """
    about above across after again against along amid among and around as at because before behind
    below beside between beyond but by despite during for from if in inside into like near nor of on
    once onto or over per since so than through throughout to toward towards twice under unless
    until upon via when where while with within without yet
    """
)
"""Words that cannot start an object: in "Google hacked over Easter", Google may be the victim."""

RELATIVES = _words("that which who")

PLACE_PREPOSITIONS = _phrases(
    "after, at, at the, based in, before, close to, from, from the, from the group, in, in the,"
    " known as, linked to, near, on, since"
)
"""Words before a place, a year or a name that qualifies the subject."""

ADVERBS = _words(
    """
    again all almost alone already also always both even ever first further hardly itself just later
    long merely nearly neither never not now often once only perhaps rather since sometimes soon
    still themselves then thus too twice well
    """
)
"""Words that may occur between a subject and its verb."""

NO_ADVERBS = _words(
    """
    ally anomaly assembly badly belly bully butterfly closely daily early elderly family fly folly
    freely friendly fully gully heavily highly homily italy jelly lily monopoly monthly newly partly
    poorly rally reply supply tally weekly wholly widely
    """
)
"""Words in -ly that do not modify an act: "Facebook family sharing", "Google newly hired staff"."""

PHRASES = _phrases(
    "at night, by accident, by mistake, any more, for months, for years, in bulk, in secret, no longer,"
    " on purpose, without consent"
)
"""Adverbs of two words."""

PEOPLE = _words(
    """
    activists adults children citizens customers employees guests journalists members men migrants
    motorists parents passengers patients people protesters pupils refugees residents riders
    shoppers staff students tenants tourists travellers users visitors voters women workers
    """
)

BE = _words("is are was were")
HAVE = _words("has have had")
MODAL = _words("can cannot could did do does may might must shall should will would")

REPORTED = _words(
    """
    able accused alleged believed claimed found known reported responsible said suspected thought
    unable
    """
)
"""Words after "is" in reported acts: "is believed to have sold", "is accused of selling"."""

NO_GERUNDS = _words(
    """
    according anything becoming being bring buildings ceiling concerning darling duckling during
    evening everything excluding fledgling hireling including inkling king morning nothing
    notwithstanding offspring outstanding owing pending regarding ring sapling sibling something
    spring string thing underling underlying weakling wedding wing
    """
)

NOUN_GERUNDS = _words(
    """
    accounting advertising banking billing booking branding briefing building caching camping
    catering cleaning clothing coding computing consulting cooking counselling crowdfunding dating
    driving engineering farming filing financing fishing following fundraising gambling gaming
    hearing heating holding hosting housing landing learning lending licensing listing lobbying
    logging mailing manufacturing mapping marketing meeting messaging mining modelling monitoring
    networking nursing operating outsourcing packaging parenting parking planning policing polling
    posting pricing printing processing programming purchasing ranking rating recording recruiting
    recycling reporting roaming scheduling scoring screening settling shipping shopping spending
    staffing streaming targeting teaching testing ticketing tracking trading training understanding
    underwriting vending voting warning writing
    """
)
"""Gerunds that are common before another noun: "advertising partners", "tracking cookies"."""

SURE_GERUNDS = _words(
    """
    abusing allowing collecting combining deleting denying disclosing exposing extracting failing
    forcing getting giving guarding handing having hiding identifying ignoring inferring
    intercepting keeping leaving letting linking making matching misleading misusing obtaining
    putting refusing releasing reusing revealing scraping sending showing stealing storing taking
    telling threatening tricking using withholding
    """
)
"""Gerunds that never qualify a noun; a noun after them is therefore their object."""

GERUND_OBJECTS = _phrases(
    "building profiles, logging keystrokes, mapping movements, processing data, recording calls,"
    " recording conversations, tracking movements"
)
"""Gerunds that may qualify a noun, each with a noun that is its object."""

# Past forms that are not also participles, and past forms of verbs that are hardly used in the passive.
SURE_PASTS = _words(
    """
    agreed appeared ate attempted became began bit broke came chose colluded conspired continued
    drew drove eavesdropped failed fell flew forbade forgot froze gave grew hid interfered knew let
    lied listened meddled mistook overtook peeked pretended refused rose saw shook snooped spied
    spoke stole swore tampered threw took tore tried undertook went withdrew woke wore wrote
    """
)

PASTS = _words(
    """
    bought bound brought built caught cut dealt dug fed found got heard held hit kept laid led left
    lent lost made meant met misled overheard paid put ran read rebuilt resold said sent set shut
    sold sought spent split spread struck swept taught thought told understood upheld withheld won
    """
)

PARTICIPLES = _words(
    """
    become begun bitten broken chosen come done drawn driven fallen flown forbidden forgotten frozen
    given gone grown hidden known mistaken overtaken proven risen run seen shaken shown spoken
    stolen sworn taken thrown torn undertaken withdrawn woken worn written
    """
)

NO_PASTS = _words(
    """
    bed breed embed feed hundred infrared limited mixed naked need red sacred seed shed speed united
    unlimited weed wicked
    """
)

COMPOUND_PARTICIPLES = _words(
    """
    affiliated aligned approved associated authorised authorized backed based branded built centred
    certified connected controlled directed focused friendly funded hosted led licensed linked made
    managed operated oriented owned powered registered related run sponsored themed verified
    """
)
"""Participles after a name that qualifies a noun: "Russia linked hackers", "Meta owned apps"."""

SUFFERED = _words("awarded charged fined granted jailed sentenced sued")
"""Participles of passive clauses that have an object: "Google fined 50 million"."""

GIVING = _words(
    "asked awarded denied given handed lent offered paid promised refused sent shown sold told"
)
"""Verbs of two objects: "Google sold lists by a broker" may be passive."""

WITH_TO = _words(
    "agreed began chose claimed continued decided failed intended offered planned pretended promised "
    "refused started threatened tried wanted"
)
"""Past forms before an infinitive that is the subject's act: "decided to sell"."""

ASPECT = _words("admitted began continued kept resumed started stopped")
"""Past forms before a gerund that is the subject's act: "kept selling"."""

PARTICLES = _words("away back down off out up")
PHRASAL = _phrases("handed over, passed on, signed over, switched on, took over, turned on, turned over")

# Verbs whose plain form and form in -s are not common nouns.
VERBS = _words(
    """
    accuse advertise allow bring collect combine conceal continue deduce delete deny describe
    disclose discriminate divulge eavesdrop enable expose fail forbid force gather give go grab help
    hide identify ignore infer intercept interrogate intimidate keep know learn let listen lose make
    mislead neglect notify obtain photograph prevent provide publicise publicize publish put read
    refuse reidentify require retain reveal say seize sell send steal take tell threaten transmit
    withhold
    """
)

NOUN_VERBS = _words(
    """
    access charge coerce film follow hack harvest intrude leak link log match mine monitor offer
    pass post process profile question read record release scan score scrape search share show spy
    store surveil survey target trace track trade transfer use watch
    """
)
"""Verbs that are also nouns: "Google searches", "Apple stores"."""
