"""What every page has to stand in a real window: axe once, and no sideways scrolling on phones."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.browsing import accessibility_faults, overflow

PHONES = (320, 360)


@dataclass
class Looks:
    """Looks at pages as they come by; a kind of page that was looked at before is not again."""

    seen: set[str] = field(default_factory=set)

    def at(self, page: Page, state: str = "") -> None:
        """Refuse faults of axe on a wide screen and scrolling sideways on a phone."""
        kind = f"{kind_of(page.url)} {state}"
        if kind in self.seen:
            return
        self.seen.add(kind)
        page.wait_for_load_state()
        size = page.viewport_size
        assert size is not None
        faults = accessibility_faults(page)
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": 900})
            wider = overflow(page)
            if wider:
                faults.append(f"{wider} px wider than a window of {width} px")
        page.set_viewport_size(size)
        assert faults == [], "\n".join([page.url, *faults])


def kind_of(url: str) -> str:
    """Return the path with its numbers and codes made alike."""
    path = re.sub(r"/\d+", "/1", urlsplit(url).path)
    return re.sub(r"/[A-Z]{3}(-\d[a-z]?)?\b", "/X", path)
