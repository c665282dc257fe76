"""Words that distinguish names of private persons from other names: closed lists, without any name.

They extend the lists of `victim_names.cues` by what is written in registers: ranks, jobs and verdicts.
"""

from privkg.check.victim_names import cues


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Offices of public figures; who has one of these in the text may be named.
PUBLIC_OFFICES = _words(
    "ambassador ceo cfo chair chairman chairwoman chancellor chief cio ciso commissioner"
    " congressman congresswoman coo cto governor judge justice king lawmaker magistrate mayor"
    " minister mp ombudsman pope premier president prince princess queen secretary senator treasurer"
)
PUBLIC_PHRASES = (
    ("attorney", "general"),
    ("district", "attorney"),
    *((kind, "officer") for kind in ("compliance", "executive", "financial", "information", "medical")),
    *((kind, "officer") for kind in ("operating", "privacy", "security", "technology")),
    ("states", "attorney"),
)
PUBLIC_ABBREVIATIONS = _words("gov rep sen")
RANKS = _words("capt col cpl det det-insp dr gen general insp lt maj ofc prof sgt")

JOBS = _words(
    "accountant actor actress adviser advisor agent analyst artist astronaut attorney auditor"
    " banker blogger broker candidate captain caseworker cashier celebrity chef citizen clerk"
    " co-founder co-owner co-worker coach colleague columnist comedian commander consultant"
    " contractor coordinator correspondent counsel counselor critic dealer dentist deputy detective"
    " developer doctor employee engineer ex-employee ex-husband ex-wife expert firefighter forward"
    " founder freelancer guard guardsman hacker hygienist influencer instructor investigator janitor"
    " lecturer legislator librarian lieutenant model musician nanny novelist operator owner"
    " paramedic partner performer pharmacist photographer physician pilot player poet policeman"
    " policewoman politician pollster producer rapper receptionist reporter researcher resident"
    " roommate sailor salesman seller sergeant sheriff singer soldier specialist spokesman"
    " spokesperson spokeswoman staffer streamer superintendent supervisor surgeon teller therapist"
    " trainer trooper veteran waiter waitress whistle-blower whistleblower youtuber"
)
PEOPLE = JOBS | cues.PERSONS | cues.OFFICES

SPEAKING = _words(
    "acknowledged added admits admitted alleged alleges announced apologized argued asked believes"
    " claimed commented confessed confirmed contends declined explained insisted noted predicted"
    " recalled replied said says stated stressed suggested tells testified thinks told tweeted"
    " warned writes wrote"
)
CLOSING, NOT_INVERTED = _words("added explained said says"), _words("told")
DEEDS = _words(
    "accessed arrested became began convicted downloaded emailed employed fired gave got indicted"
    " jailed kept left lives lost made met paid pleaded pled ran resigned sent sentenced sold spent"
    " stole surrendered testified took used went worked works"
)
ON_TRIAL = _words("arrested convicted indicted jailed pleaded pled sentenced")
# Words of texts about persons on trial.
TRIAL = _words("accused convicted indictment pleaded sentenced")
# Nouns before such verbs, besides people and groups.
NOUNS = _words(
    "attacker authorities authority case court customer firm government intruder investigator man"
    " offender official others patient people perpetrator police prosecution prosecutor someone"
    " suspect thief thieves video witness woman women"
)
BYLINES = [
    ["by", verb] for verb in ("editing", "photo", "post", "posted", "reported", "reporting", "written")
]
# Surnames that are words of OTHER_NAMES too.
SURNAMES = _words(
    "black bush carter church day field fields forest friend gates gold golden green hall hill"
    " house lake lane law long love moon page park price ray read reed rich rivers rock rose sky"
    " spring star stone street summers sun temple waters west wood woods young"
)
ADVERBS = _words("allegedly also had has have is later reportedly then was who")
PRONOUNS = _words("he her herself him himself his she")

# Words in names of organisations, products, places, laws and campaigns, besides `cues.NOT_IN_NAMES`.
OTHER_NAMES = cues.NOT_IN_NAMES - cues.OFFICES | _words(
    "abortion abuse access account acute affairs agriculture air airlines airport alert america"
    " american analytica angels app apple apps apr arena arms army associates association aug auto"
    " ave bancorp bancshares bankcard banking bay beauty behavioral benefit benefits beverage black"
    " blue blvd books borough brands breach british bros brother brothers building bulletin business"
    " california campus canada canadian cancer canyon capital care casino cathedral catholic central"
    " charities charter chemical chinese christian chronicle circuit civil class clinical cloud club"
    " code colorado commerce commonwealth communications community company computer construction"
    " consulting consumer corp correctional corrections country credit crew cross cyber cyberattack"
    " dakota dallas database dec defence defense delivery democratic dental dentistry developmental"
    " diagnostic diagnostics digital disability drive dutch ear east eastern economic education"
    " educational electric elementary emergency employees employment energy enforcement england"
    " enterprise enterprises entertainment environmental european eye family feb federal fifth file"
    " finance financial fire first fitness five florida food football force foundation four france"
    " franchise free french friends fund furniture gallery gaming garden gas gazette genetics german"
    " germany global gold golf graduate green grill guard gym hacker hackers hall hampshire health"
    " healthcare heart heights high highway hill hills holdings home homeland homes hospice"
    " hospitality hospitals hotels housing human identification identified identity imaging"
    " immigration incident independent india indian industries infirmary infrastructure insider"
    " institution insurance integrated intelligence interactive internal international internet"
    " investment investments iranian irish isle israeli italian jan japan jersey journal jul jun"
    " junior kingdom lab laboratories laboratory labour labs lane law lawn learning legal life lodge"
    " london lounge mail mall management manufacturing mar market marketing markets mart maryland"
    " mathematics media medicaid medical medicare medicine member memorial mental mercy methodist"
    " metro metropolitan mexico military mobile mobility money mortgage motor motors mutual nations"
    " navy nov nursing oaks ocean oct offices official officials ohio one online operation"
    " ophthalmology optical optometry oral order oregon orthopaedic orthopedic orthopedics"
    " outpatient pacific page pain paper partners partnership patient patients pay payment payments"
    " payroll pediatric pediatrics personal personnel pharmacy phone physician physicians physics"
    " pizza plan plastic plaza point policy port postal practice prefecture preparatory presbyterian"
    " preschool primary prison products professional properties provident province psychiatric"
    " public publishing ranch realty record records recovery red regional register rehabilitation"
    " reporting representatives republican research residential resort resource resources restaurant"
    " restaurants retail retirement review rock russia russian salon savings scheme science sciences"
    " scientific secondary secret securities sep sept server shop shopping sky smart social software"
    " solutions spanish special specialists specialty spine sports spring springs staffing standard"
    " star statement station statistics store stores studies studios suite supply support surgery"
    " surgical swedish syndrome syrian target task tax taxi team technical technology telecom"
    " telegraph temple texas theater theatre therapy title today tools towers township trade trading"
    " training transit transport transportation travel treasury treatment tribune turkish tv twin"
    " u.s ukrainian united universal urban urgent urology user vehicle ventures veteran veterans"
    " veterinary vietnam village vision voter wales war washington water web website wellness west"
    " western wi-fi windows wireless women's womens world worldwide year york zoo"
)
# Words after a name that is not a person's but that of a firm, a product or a group.
OWNED = cues.POSSESSIONS - cues.OFFICES - cues.PERSONS | _words(
    "airlines app breach chatbot data gang group hackers hospital hotel malware ransomware"
    " restaurant restaurants statue stores system tool"
)
# Words in names of groups; groups are not persons.
GROUPS = _words(
    "alliance anon anonymous antisec apt army botnet campaign coalition collective crew crowd front"
    " gang group groups hack hackers leets legion locker lulzsec party protest ransomware resistance"
    " sec squad syndicate team team's"
)
# Given names that are more often other words; each needs a cue.
NOT_GIVEN = _words(
    "adelaide alabama alberta alley alpha america an angel apple april argentina arizona art arts"
    " asia august baby banks bay bee berkeley berlin blue boston branch brand brighton bristol"
    " brooklyn brooks buddy buffalo cairo cali california carolina carry case cash chance channel"
    " charity chase cherry chevrolet chevy china christian cleveland columbus creed crew crystal"
    " dallas dean delta denver desert desire disney dodge doha dominica don dow dusty early earth"
    " easter eden egypt ever faith female florida ford forest france garden general georgia gold"
    " golden grace grand grant great harvest haven heaven hope houston hunter india indiana iran"
    " iraq ireland iris israel italy ivory jamaica january jersey jewel job jordan joy judge july"
    " june justice kaiser kansas kentucky kenya king kingston kit lake lane latina lawyer legacy"
    " lexington lexus lincoln link little london long love magic major malaysia mali man manual many"
    " march marine mark maryland may melbourne memory memphis mercedes mercy merry mexico milan"
    " minor miss mission missouri montana my nada nevada norway nova ocean olive oral oran orlando"
    " page palma panama paris park pearl phoenix porsche precious price prince princess promise"
    " providence quest race rain ransom ray read red reed rich river rocky rome royal said salem"
    " samara samoa san santa season see september seven sharp silver sky so soledad son spain spring"
    " stanford star sterling stone storm story summer sun sunny sunshine sydney tampa target temple"
    " tennessee tesla texas the tiger tijuana tiny trace treasure true unique unknown utah valencia"
    " valley van vegas venus victory vienna virginia ward warren wash washington web wellington west"
    " will winter wood worth york young"
)
# People of whom a register names many, also before other names: "customer Sample Health".
NOT_BEFORE_NAMES = _words(
    "claimant complainant customer employee partner patient plaintiff subscriber veteran"
)
# Words before a full stop that does not end a sentence.
ABBREVIATIONS = _words(
    "adm apr assn ave blvd capt col conn const corp det dr etc feb fla gen gov hon inc insp jan jr"
    " lt ltd maj mass mr mrs ms mt no nov oct prof rep rev sen sept sgt sr st sta supt v vs"
)
