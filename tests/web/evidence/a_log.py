"""An existing log as a file, sent and looked at, and what then stands on the page."""

import io

from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.evidence.models import EvidenceEntry
from tests.support.client import CheckedClient
from tests.support.pages import Page

HEAD = "Title,Date,Hours,Type,What I did,Strands\n"
GOOD = "A course,25/4/2026,3.5,Course,Listened,SUP-1a:CMP2\n"
LATER = "A plan,1/1/2027,1,Reading,,\n"
NO_HOURS = "A talk,26/4/2026,many,,,SUP-99z\n"


def upload(client: CheckedClient, content: str | bytes, name: str = "log.csv") -> Page:
    sent = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return client.get("/evidence/import").form("send").submit({"file": (sent, name)})


def preview(client: CheckedClient, *rows: str) -> Page:
    return upload(client, HEAD + "".join(rows)).form("columns").submit()


def titles(look: Session) -> list[str]:
    look.rollback()
    return sorted(look.scalars(select(EvidenceEntry.title)))


def boxes(page: Page) -> dict[str, str]:
    return {name: text for name, text in page.form("take").values.items() if "mend-" in name}
