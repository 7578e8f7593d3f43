"""How often the digest comes."""

from wtforms import RadioField

from competency.infra.forms import Form, Required, SelectChoice
from competency.notifications.domain.digest import Frequency

WORDS = {
    Frequency.DAILY: "At most once a day, when there is something new",
    Frequency.WEEKLY: "At most once a week, or sooner when something falls due within a week",
    Frequency.NONE: "Not at all: I read my notices here",
}


class FrequencyForm(Form):
    """The three answers."""

    frequency = RadioField(
        "How often do you want a mail with your new notices?",
        [Required("Choose how often you want the mail.")],
        choices=[SelectChoice(value=f.value, label=words) for f, words in WORDS.items()],
    )
