"""The tables of the bridge: the organisation's own links, signals' states, supervision, actions."""
