"""What other rooms ask of the calendars."""
