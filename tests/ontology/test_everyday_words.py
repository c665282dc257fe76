"""Everyday words for information are read as one category each, ambiguous words as none."""

from privkg.rdf.terms import iri_text, shorten
from privkg.reference import concepts

MEANT = {
    "pd:OfficialID": "Social Security Number|Social Security numbers|SSN|SSNs|social-security number|"
    "National Insurance number|driver's licence|Driver’s License numbers|drivers' licences|ID card|"
    "driving licences|National ID",
    "pd:BirthDate": "Date of birth|Dates of birth|date-of-birth|DOB|DOBs|Birthdate|Birth dates|birthday",
    "pd:BirthPlace": "Place of birth|birthplace",
    "pd:Health": "Health data|health information|Health|pregnancies",
    "pd:HealthRecord": "Medical records|medical record|patient records|Health records|medical files",
    "pd:HealthHistory": "Medical history|medical histories|Health history",
    "pd:MedicalHealth": "Medical data|medical information|Diagnoses|diagnosis|medical conditions",
    "pd:IPAddress": "IP addresses|IP Address|IP-addresses|the IP address",
    "pd:EmailAddress": "Email addresses|E-mail addresses|e-mail address|EMAIL ADDRESSES",
    "pd:EmailAddressWork": "Work email addresses|business e-mail address",
    "pd:TelephoneNumber": "Phone numbers|phone number|telephone numbers|cell phone numbers",
    "pd:PhysicalAddress": "Home address|Home addresses|mailing address|street addresses",
    "pd:CreditCardNumber": "Credit card number|credit card numbers|Credit-card numbers",
    "pd:PaymentCard": "credit cards|credit card details|debit cards|payment card information",
    "pd:BankAccount": "Bank account|bank accounts|bank account numbers|bank details|IBANs",
    "pd:Financial": "financial data|Financial records|payment details",
    "pd:Passport": "Passport number|passport numbers|passports|copies of passports",
    "pd:Fingerprint": "Fingerprints|finger prints|fingerprint data",
    "pd:Picture": "Face images|photos|Photographs|facial images|profile pictures|face photo|selfies",
    "pd:FacialPrint": "face prints|Faceprints|facial geometries|face templates",
    "pd:Biometric": "Biometric data|biometrics|biometric information|voiceprints|iris scans|"
    "voice prints|gait data",
    "pd:Genetic": "Genetic data|genetics",
    "pd:DNACode": "DNA|DNA profiles",
    "pd:Location": "Location data|locations|geolocation|location history|whereabouts",
    "pd:GPSCoordinate": "GPS coordinates|GPS data",
    "pd:BrowserHistory": "Browsing history|browser histories|web history",
    "pd:Behavioural": "Search history|search queries|behavioral data|behavioural data",
    "pd:Communication": "Messages|private messages|text messages|chats|SMS messages",
    "pd:Contact": "Contacts|contact details|contact information|address books",
    "pd:Password": "Passwords|password",
    "pd:Username": "Usernames|user names|username",
    "pd:Authenticating": "credentials|Login details|log-in data",
    "pd:Name": "Names|Full names|first name|last names|surnames",
    "pd:Gender": "Gender|genders|gender identity",
    "pd:Age": "Age|ages",
    "pd:Religion": "Religion|religions|religious affiliation",
    "pd:ReligiousBelief": "religious beliefs",
    "pd:PoliticalOpinion": "Political opinions|political views|political opinion",
    "pd:Sexual": "Sexual orientation|sexual orientations|sex life|sexuality",
    "pd:SexualPreference": "sexual preferences",
    "pd:Ethnicity": "Ethnicity|ethnicities",
    "pd:Race": "Race|racial origin",
    "pd:Nationality": "Nationality|nationalities",
    "pd:Professional": "Employment|employment data|CVs|personnel files",
    "pd:Job": "Job titles|occupation|jobs|professions",
    "pd:Salary": "Salary|salaries|salary data",
    "pd:Tax": "Tax records|tax returns|taxes",
    "pd:Criminal": "Criminal records|criminal history",
    "pd:CriminalOffence": "criminal offenses|criminal offences",
    "pd:CreditRecord": "credit reports|credit history",
    "pd:VehicleLicense": "License plates|licence plate numbers|number plates",
    "pd:CallLog": "call records|call histories|call logs",
    "pd:Purchase": "purchase history|purchases|order histories",
    "pd:SocialMedia": "social media posts|social media profiles",
    "pd:TradeUnionMembership": "union membership|trade union memberships",
}
NOT_MEANT = (
    *(
        "Face",
        "Faces",
        "Address",
        "Addresses",
        "Email",
        "Account numbers",
        "Card numbers",
        "Sex",
        "Video",
    ),
    *(
        "Personal data",
        "no passwords",
        "not health data",
        "Health?",
        "possibly names",
        "hashed passwords",
    ),
    *("Health of the company", "External data", "Connection data", "Reference data", "Social Security"),
    *("passwords were safe", "names only", "PII", "IP", "Data", "Records", "Information", "Details", ""),
    *(
        "health insurance fraud",
        "fake names",
        "anonymous data",
        "former employees' salaries",
        "the data",
    ),
)


class TestEverydayWords:
    def test_find_their_category(self) -> None:
        """
        An everyday word for information is read as its DPV category.
        """
        meant = [(text, concept) for concept, texts in MEANT.items() for text in texts.split("|")]

        assert [] == [(text, found(text)) for text, concept in meant if found(text) != concept]

    def test_with_other_senses_find_none(self) -> None:
        """
        An ambiguous or negated word, or a part of another word, is not read as a category.
        """
        assert [] == [(text, found(text)) for text in NOT_MEANT if found(text)]


def found(text: str) -> str | None:
    """Return the category that a word is read as, as a prefixed name."""
    concept = concepts.information().find(text)
    return shorten(iri_text(concept.iri)) if concept else None
