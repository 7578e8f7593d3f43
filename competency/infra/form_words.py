"""What the library of forms says when it refuses, in our words: what to do, not what it is not."""

CHOOSE = "Choose one of the list."
WHOLE_NUMBER = "Enter a whole number, such as 12."
NUMBER = "Enter a number, such as 7.5."
OURS = {
    "Not a valid integer value.": WHOLE_NUMBER,
    "Not a valid decimal value.": NUMBER,
    "Not a valid float value.": NUMBER,
    "Not a valid choice.": CHOOSE,
    "Invalid Choice: could not coerce.": CHOOSE,
    "'%(value)s' is not a valid choice for this field.": "“%(value)s” is not on the list.",
    "'%(value)s' are not valid choices for this field.": "“%(value)s” are not on the list.",
    "This field is required.": "Fill this in.",
}


class Words:
    """Stands where a translation would; what it does not know it leaves as it is."""

    def gettext(self, said: str) -> str:
        """Return our words for the library's."""
        return OURS.get(said, said)

    def ngettext(self, one: str, several: str, count: int) -> str:
        """Return our words for the library's, of one or of several."""
        return self.gettext(one if count == 1 else several)


WORDS = Words()
