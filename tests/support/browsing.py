"""A real Chromium, watched while a test drives it."""

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
AXE = Path(__file__).parents[1] / "browser" / "vendor" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font", "manifest"}
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`content security: ${event.violatedDirective} refuses ${event.blockedURI}`);
});
"""
# Told are faults alone, so axe need not describe what passes; nor read the style sheets again,
# which only rules that are still an experiment ask for.
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags},
    resultTypes: ["violations"],
    preload: {assets: ["media"]},
  });
  return found.violations.map((v) => `${v.id}: ${v.help}\\n` +
    v.nodes.slice(0, 5).map((n) => `    ${n.target.join(" ")}: ${n.failureSummary}`).join("\\n"));
}"""


def find_chromium() -> str | None:
    """Return the path of an installed Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_options() -> dict[str, Any]:
    """Return how to start it here: root gets no sandbox, containers have little shared memory."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        "executable_path": find_chromium(),
        "args": ["--disable-dev-shm-usage", "--disable-gpu", *sandbox],
    }


class Watch:
    """Collects what goes wrong on a page: script errors, refused sources, failed answers."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.add_init_script(TELL_OF_VIOLATIONS)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A failed answer is judged by its status below: a form sent back with 422 is no fault.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        part = response.request.resource_type in PARTS_OF_A_PAGE
        if response.status >= 500 or (part and response.status >= 400):
            self.faults.append(f"{response.status} for {response.url}")


def accessibility_faults(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, by the rules of WCAG 2.2 A and AA."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, WCAG_22_AA)
    return found


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window; 0 where it fits."""
    wider: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return max(0, wider)
