"""When somebody is written to, in which words, and when a mail is tried again."""
