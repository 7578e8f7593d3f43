"""Pure ground floor: standard library only, no clock but `kernel.clock`."""
