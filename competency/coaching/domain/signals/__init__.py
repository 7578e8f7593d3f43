"""What in somebody's figures is worth a conversation, and what is going well; rules are data."""

from competency.coaching.domain.signals.rules import Rule, Rules, Shape
from competency.coaching.domain.signals.signal import Key, Signal, in_order

__all__ = ["Key", "Rule", "Rules", "Shape", "Signal", "in_order"]
