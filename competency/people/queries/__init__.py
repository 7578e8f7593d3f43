"""Reading the directory; the first file says how an actor stands to a person, as SQL."""

from competency.people.queries.relations import in_force, relation_holds

__all__ = ["in_force", "relation_holds"]
