"""The cues that distinguish a person harmed from others: short lists of words, without any names."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Private persons and relations: before a name ("victim Anna"), relations also after ("Anna's sister").
RELATIONS = _words(
    "aunt boyfriend brother child children cousin daughter family father fiancé fiancée friend"
    " girlfriend husband mother neighbor neighbour parents partner relatives sister son uncle widow"
    " widower wife"
)
PERSONS = RELATIONS | _words(
    "baby boy claimant complainant customer detainee driver girl inmate man nurse passenger patient"
    " pensioner plaintiff pupil refugee resident schoolboy schoolgirl student subscriber survivor"
    " teacher teenager tenant tenants user victim victims woman worker"
)
# Private things of a person; some only after another word, since a company has records too.
THINGS = _words(
    "album bedroom body diagnosis diaries diary e-mails emails face fingerprints footage identity"
    " illness job letters location messages movements name nudes passport password passwords photo"
    " photograph photographs photos picture pictures pregnancy sexuality video videos voice whereabouts"
)
THINGS_OF_KIND = {
    **dict.fromkeys(("data", "file", "files", "history", "records"), _words("health medical patient")),
    **dict.fromkeys(("address", "number"), _words("home phone postal private telephone")),
}
# Harmful acts on persons alone (an organisation is hacked or fined), and acts that harm if done wrongly.
DONE = _words(
    "blackmailed bullied doxed doxxed filmed followed groped harassed humiliated impersonated killed"
    " misidentified mocked murdered outed photographed raped recognised recognized stalked tracked"
)
DONE_TO = DONE | _words("denied identified mistaken recorded spied watched")
DONE_WRONGLY = DONE_TO | _words(
    "accused arrested charged convicted detained dismissed fired imprisoned jailed"
)
DOING = (
    DONE
    | {f"{word.removesuffix('ed')}ing" for word in DONE - {"followed"}}
    | _words("bullying misidentifying")
)
BEING = _words("are be been being is was were")
BEFORE_BEING = _words("and had has have who")
FILLING = BEING | _words("again also later once repeatedly secretly then")
WRONGLY = _words("falsely mistakenly unjustly wrongfully wrongly")
OWNING = _words("her his whose")
# Persons who act or speak by office; weak cues do not count for them.
OFFICES = _words(
    "activist ambassador analyst attorney author ceo chairman chairwoman chancellor chief commissioner"
    " director editor engineer executive expert founder governor inspector inventor journalist judge"
    " king lawyer manager mayor minister mp officer official owner president prince princess principal"
    " professor prosecutor queen reporter representative represents researcher scientist secretary"
    " senator sergeant speaker spokesman spokesperson spokeswoman writer"
)
# Words for people who did harm, or are suspected of it.
SUSPECTED = _words(
    "accused charged convicted defendant guilty indicted pleaded sentenced stole suspected"
)
# Words in names of offices, companies, places, laws and groups: anywhere, or only as the first word.
NOT_IN_NAMES = OFFICES | _words(
    "academy act administration agency airport alliance analytics army association authority avenue"
    " bank beach board bridge bureau card center centre children church city clinic club college"
    " commission committee community company conference congress corporation council county court data"
    " day department directive district division families federation force forum foundation government"
    " group herald hospital hotel house inc information institute island journal law league library"
    " limited ltd men ministry mount municipality museum network news office online operation"
    " organisation organization palace park party people platform police population post press privacy"
    " program programme project protection public radio rail railway regulation republic rights river"
    " road school security senate service services society square staff state states station street"
    " studio system systems technologies technology television terminal times tower town trust union"
    " unit university valley village women youth"
)
NOT_FIRST = PERSONS | _words(
    "african american asian black central eastern european fort general grand great international lake"
    " latin los national new north northern royal saint san santa south southern united western"
)
OPENERS = OFFICES | _words(
    "a after all although an and as at because before but by dr during each even every for from he her"
    " his however i if in it its last later many miss most mr mrs ms no nobody of on one only our she"
    " since so some still such that the their then there these they this those though thus to under"
    " until we what when where whether which while who why with without you"
)
TITLES = _words("miss mr mrs ms")
TIMES = _words(
    "april august december february friday january july june march may monday november october"
    " saturday september sunday thursday tuesday wednesday"
)
PARTICLES = _words("al bin da das de del della den der di dos du el ibn la le ter van von y zu")
PREFIXES = ("al-", "el-")
PREPOSITIONS = _words("at by for from in of on to with")
# Things of an organisation or a product; a name directly before one is not that of a person.
POSSESSIONS = (
    OFFICES
    | PERSONS
    | _words(
        "account accounts app customers database employee employees members protesters residents servers"
        " site staff users website"
    )
)
