"""The list of settings: every variable of the environment, its meaning, its default, whether it is secret.

`docs/settings.md` is made of it (`tools/settings_doc.py`). `engine/settings.py` says how each is read.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from engine import limits_setting
from engine.documents.limits import ExportLimits, UploadLimits
from engine.environment import DEFAULT_PORT, SEAL_PIN
from engine.identity.rate_limits import RateLimits


class Setting(NamedTuple):
    """One variable. `default` is what an installation without it has; `is_required` of production."""

    name: str
    meaning: str
    default: str = "unset"
    is_required: bool = False
    is_secret: bool = False


ASKED: Final = "unset: clerks enter extracts"
TOLD: Final = "unset: the changes wait"
NOBODY: Final = "unset: nobody can"
SETTINGS: Final[dict[str, tuple[Setting, ...]]] = {
    "The installation": (
        Setting("MMS_MODE", "`production`, or `demo`: invented people sign in without a card", "production"),
        Setting("MMS_HOME", "the directory of everything that is stored on this machine", "var"),
        Setting("PORT", "the port of the web server, on loopback", str(DEFAULT_PORT)),
        Setting("MMS_PUBLIC_URL", "the address people type", "http://127.0.0.1:PORT", is_required=True),
        Setting(
            "MMS_PROXIES", "how many proxies of yours stand before the server, 0 to 3", "0", is_required=True
        ),
        Setting(
            "MMS_SECRET",
            "from which sessions, codes and digests are derived; 32 characters or more",
            "made in HOME/secret by a demonstration",
            is_required=True,
            is_secret=True,
        ),
        Setting("MMS_CACHE", "the directory of what can be computed again", "HOME/cache"),
    ),
    "The database": (
        Setting(
            "DATABASE_URL",
            "the address of the login, which owns nothing (`mms database prepare`)",
            "the database that MMS brings",
            is_secret=True,
        ),
        Setting(
            "DATABASE_OWNER_URL",
            "the address of the schema's owner, for `mms migrate`, `reconcile`, `audit verify` and `prove`",
            "DATABASE_URL",
            is_secret=True,
        ),
    ),
    "Documents": (
        Setting("MMS_FILES", "a directory that all machines mount, or `s3://BUCKET/PREFIX`", "HOME/files"),
        Setting("MMS_FILES_ENDPOINT", "the address of the object store", "unset; needed by a bucket"),
        Setting("MMS_FILES_REGION", "its region", "us-east-1"),
        Setting("MMS_FILES_KEY", "the account at the object store", "unset; needed by a bucket"),
        Setting("MMS_FILES_SECRET", "the account's secret", "unset; needed by a bucket", is_secret=True),
        Setting("MMS_KEYRING", "the file of keys under which documents are encrypted", "HOME/keys.json"),
        Setting(
            "MMS_CLAMD", "a virus scanner: `unix:/PATH` or `tcp://HOST:PORT`", "unset: files are not scanned"
        ),
        Setting("MMS_UPLOADS", "how much people may upload", f"`{limits_setting.written(UploadLimits())}`"),
        Setting(
            "MMS_EXPORTS",
            "how long the file of a whole register is kept",
            f"`{limits_setting.written(ExportLimits())}`",
        ),
        Setting(
            "MMS_LIMITS",
            "how often one may ask for something in an hour",
            f"`{limits_setting.written(RateLimits())}`",
        ),
    ),
    "Letters and codes": (
        Setting("MMS_SMTP_URL", "the mail server; it may hold a password", is_required=True, is_secret=True),
        Setting("MMS_SMS_URL", "the gateway of text messages", "unset: codes and copies go by mail alone"),
        Setting("MMS_SMS_TOKEN", "its token", is_secret=True),
    ),
    "Cards, signatures and seals": (
        Setting("MMS_CARD_TRUST", "the directory of the authorities that cards are believed by", NOBODY),
        Setting("MMS_OPENID", "the file of OpenID providers that people sign in at", NOBODY),
        Setting(
            "MMS_OFFICIAL_CARD_PROGRAM", "`yes`: people may sign with the program of id.ge besides", "no"
        ),
        Setting(
            "MMS_SEALS", "the file that says where the keys of municipalities' seals lie", "unset: no seals"
        ),
        Setting(f"{SEAL_PIN}<CODE>", "the PIN of a municipality's seal", "in the file", is_secret=True),
        Setting("MMS_DEMO_CARDS_URL", "the issuer of demonstration cards; refused by production"),
    ),
    "Other systems": (
        Setting("MMS_CIVIL_REGISTRY_URL", "persons, residence, parents, deaths", is_required=True),
        Setting("MMS_GUARDIANSHIP_URL", "who acts for a ward", NOBODY),
        Setting("MMS_COMPANY_REGISTRY_URL", "who acts for a company", NOBODY),
        Setting("MMS_NOTARY_CHAMBER_URL", "who acts by a power of attorney", NOBODY),
        Setting("MMS_PROPERTY_REGISTRY_URL", "what people own, and plots", ASKED),
        Setting("MMS_REVENUE_SERVICE_URL", "what people earn; is told of changes of the status", ASKED),
        Setting("MMS_EDUCATION_REGISTER_URL", "what people study", ASKED),
        Setting("MMS_SOCIAL_AGENCY_URL", "a family's score; is told of changes of the status", ASKED),
        Setting("MMS_HEALTH_AGENCY_URL", "what the state covers of a treatment", ASKED),
        Setting("MMS_DISPLACED_PERSONS_URL", "the status of a displaced person", ASKED),
        Setting("MMS_VETERANS_URL", "the status of a veteran", ASKED),
        Setting("MMS_DISABILITY_REGISTER_URL", "the status of a person with a disability", ASKED),
        Setting("MMS_ELECTRICITY_SUPPLIER_URL", "is told of changes of the status", TOLD),
        Setting("MMS_AUCTION_URL", "where lots are put up", "unset: clerks hold the auction by hand"),
        Setting(
            "MMS_TREASURY_URL",
            "where services are paid, and from which aid is paid out",
            "unset: nothing is paid",
        ),
        Setting("MMS_TREASURY_TOKEN", "its token", is_secret=True),
    ),
}
