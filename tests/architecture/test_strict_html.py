"""What is read strictly is read as html5lib reads it, and all that is not plain is left to that."""

from xml.etree.ElementTree import tostring

import pytest

from tests.support.document import forgiving
from tests.support.gallery import make_gallery
from tests.support.strict_html import DRAWN, IN_HEAD, KNOWN, ONLY_IN, VOID, tree_of

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<title>T</title>
</head>
<body>{}</body>
</html>
"""
NAMES = sorted(KNOWN | IN_HEAD | DRAWN)
AROUND = {"dd": "dl", "dt": "dl"}  # else the first of those it may stand in


def page(inside: str) -> str:
    return PAGE.format(inside)


def same(html: str) -> bool:
    """Return whether both read the same tree and html5lib has nothing to forgive."""
    strict, (root, faults) = tree_of(html), forgiving(html)
    assert strict is not None
    return not faults and tostring(strict) == tostring(root)


def element(name: str, inside: str = "") -> str:
    return f"<{name}>" if name in VOID else f"<{name}>{inside}</{name}>"


def in_its_place(name: str, inside: str) -> str:
    """Return an element in what it has to stand in."""
    html = element(name, inside)
    while name in ONLY_IN or name in DRAWN:
        name = "svg" if name in DRAWN else AROUND.get(name) or min(ONLY_IN[name])
        html = element(name, html)
    return html


@pytest.mark.parametrize("outer", sorted((KNOWN | DRAWN) - VOID))
def test_whatever_it_lets_stand_in_an_element_stands_there_by_the_standard(outer: str) -> None:
    """Each element in each, and in a phrase in each; what it refuses needs no proof."""
    kept = [in_its_place(outer, "")]
    for inner in NAMES:
        for inside in (element(inner, "words"), f"<span>{element(inner)} </span>"):
            tried = in_its_place(outer, inside)
            kept += [tried] if tree_of(page(tried)) is not None else []

    assert same(page("\n".join(kept)))


@pytest.mark.parametrize(
    "inside",
    [
        "<p>One &amp; two &lt; three &#39;four&#39; &nbsp;</p>",
        "<pre>\n\n two</pre><textarea>\n\nthree &amp;</textarea>",
        "<script>let one = 1 && 2;</script>",
        "<input value='a \"b\"' disabled><br>\n<br/>",
        '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg> after',
        "<table>\n<caption>C</caption><tbody>\n<tr><td>1</td> <th>2</th></tr></tbody></table>",
        "<select><optgroup label='A'><option value=''>One</option></optgroup></select>",
        "words <b>and <i>more</i></b> words",
        '<a href="?a=1&amp;b=&gt;">on</a>',
        "<h1>One</h1><h2>Two</h2> \n",
    ],
)
def test_what_is_plain_is_read_as_the_standard_reads_it(inside: str) -> None:
    assert same(page(inside))


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Words</p>",
        page("").replace("<!DOCTYPE html>", ""),
        page("").replace("<title>T</title>", "<p>T</p>"),
        page("").replace("</head>", "</head>words"),
        page("").replace("<head>", "words<head>"),
        page("").replace("</html>", ""),
        page("").replace("</body>", ""),
        page("") + "<p>more</p>",
        page("") + "more",
        page("") + page(""),
        page("</body><p>x</p>"),
        page("<p>One"),
        page("<p>One<p>Two</p>"),
        page("<p><span>One</p></span>"),
        page("One</p>"),
        page("<b><p>One</b></p>"),
        page("<ul><li>One<li>Two</li></ul>"),
        page("<table><tr><td>1</td></tr></table>"),
        page("<table>words<tbody></tbody></table>"),
        page("<table><tbody><tr>words</tr></tbody></table>"),
        page("<table><tbody><tr><div></div></tr></tbody></table>"),
        page("<form><div><form></form></div></form>"),
        page("<button><span><button></button></span></button>"),
        page("<a href='/'><span><a href='/'>x</a></span></a>"),
        page("<select>words</select>"),
        page("<select><option><b>x</b></option></select>"),
        page("<p><span><div>x</div></span></p>"),
        page("<div/>"),
        page("<br></br>"),
        page("<DIV></DIV>"),
        page("<div id=one></div>"),
        page('<div id="one" id="two"></div>'),
        page('<div id="one"class="two"></div>'),
        page('<div id="one></div>'),
        page("<div></div id='one'>"),
        page("one & two"),
        page("one &nosuch; two"),
        page('<a href="?a=1&b=2">x</a>'),
        page("one < two"),
        page("<!-- one -->"),
        page("<?php ?>"),
        page("\x00"),
        page("\x85"),
        page("\ufffe"),
        page("<blink>x</blink>"),
        page("<svg><div></div></svg>"),
        page("<svg xlink:href='#a'></svg>"),
        page("<textarea><b>x</b></textarea>"),
        page("<body></body>"),
        page("<html></html>"),
        page("<tr></tr>"),
        page("<h1><h2>x</h2></h1>"),
    ],
)
def test_what_uses_a_freedom_is_left_to_others(html: str) -> None:
    assert tree_of(html) is None


def test_every_component_of_ours_is_plain() -> None:
    assert same(make_gallery().test_client().get("/").text)
