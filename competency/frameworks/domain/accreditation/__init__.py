"""An accreditation standard: its practices, its ratings, its evidence, and how they are judged."""
